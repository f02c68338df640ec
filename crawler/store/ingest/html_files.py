"""Saved pages: HTML files with their addresses from a table, the browser's comment or the canonical link."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from crawler.discover.window import VIETNAM
from crawler.store.ingest.address_table import Row
from crawler.store.ingest.capture import Capture
from crawler.store.ingest.found import Found, Problem, printable
from crawler.store.replay.answer import MAX_BODY

SUFFIXES: Final = (".html", ".htm", ".xhtml")
_HEAD: Final = 256 * 1024  # bytes in which a page says its address
_SAVED = re.compile(rb"<!-- saved from url=\(\d{1,6}\)(https?://[^\s<>\"']{1,2000}) -->")
_LINK = re.compile(rb"<link\b[^<>]{0,3000}>", re.IGNORECASE)
_CANONICAL = re.compile(rb"\brel\s*=\s*[\"']?canonical\b", re.IGNORECASE)
_HREF = re.compile(rb"\bhref\s*=\s*[\"']?(https?://[^\s\"'<>]{1,2000})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HtmlFiles:
    """Reads saved pages.

    Args:
        origin: Scheme and host of a copy of the paper that they are of, or None.
        table: File (relative to the table's folder or to the folder given, or its mere name) -> row.
    """

    origin: str | None = None
    table: Mapping[str, Row] = field(default_factory=dict)
    table_folder: Path = Path()

    def captures(self, path: Path, root: Path) -> Iterator[Found]:
        """Give the capture of a file.

        Args:
            root: The folder that was given, or the file's own.
        """
        try:
            status = path.stat()
            if status.st_size > MAX_BODY:
                yield Problem(
                    path, "", f"is too large: {status.st_size} bytes, a page has {MAX_BODY} at most"
                )
                return
            body = path.read_bytes()
        except OSError as error:
            yield Problem(path, "", error.strerror or str(error))
            return
        row = self._row(path, root)
        url = row.url if row else address_in(body)
        if url is None:
            problem = "says nowhere which address it was saved from; name it in a table and give --table"
            yield Problem(path, "", problem)
            return
        modified = datetime.fromtimestamp(status.st_mtime, VIETNAM).replace(microsecond=0)
        told = row.fetched_at if row else None
        moment = "table" if told else "time of the file's last change"
        yield Capture(
            url=url,
            captured_at=told or modified,
            headers=(("Content-Type", "text/html"),),
            body=body,
            via="file",
            source={"file": printable(path), "fetched_at": moment},
            origin=self.origin,
        )

    def _row(self, path: Path, root: Path) -> Row | None:
        for folder in (self.table_folder, root):
            if path.is_relative_to(folder) and (row := self.table.get(path.relative_to(folder).as_posix())):
                return row
        return self.table.get(str(path)) or self.table.get(path.name)


def address_in(body: bytes) -> str | None:
    """The address that a saved page says it is from: the browser's comment, else the canonical link.

    >>> address_in(b'<html><link rel="canonical" href="https://baolangson.vn/chinh-tri/5314-a.html">')
    'https://baolangson.vn/chinh-tri/5314-a.html'
    """
    head = body[:_HEAD]
    if found := _SAVED.search(head):
        return found.group(1).decode("utf-8", "replace").replace("%2D%2D", "--")
    for link in _LINK.finditer(head):
        if _CANONICAL.search(link.group()) and (href := _HREF.search(link.group())):
            return html.unescape(href.group(1).decode("utf-8", "replace"))
    return None
