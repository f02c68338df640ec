"""What a user hands over, as captures: files and folders, each by what it is.

::

    warc_files.py    WARC, of this crawler or another
    wacz_files.py    WACZ
    html_files.py    saved pages, with their addresses from address_table.py, a comment or a link
    record_lines.py  earlier JSON lines of ours
"""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from crawler.store.database import FILE_NAME
from crawler.store.ingest.address_table import Row, read_table
from crawler.store.ingest.found import Found, Problem
from crawler.store.ingest.html_files import SUFFIXES as HTML
from crawler.store.ingest.html_files import HtmlFiles
from crawler.store.ingest.record_lines import SUFFIXES as LINES
from crawler.store.ingest.record_lines import record_captures
from crawler.store.ingest.wacz_files import wacz_captures
from crawler.store.ingest.warc_files import WarcFiles

_WARC: Final = (".warc", ".warc.gz", ".warc.zst", ".warc.gz.open")
_SIGNATURE: Final = b"WARC/"
_ZIP: Final = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Input:
    """A file to be read: its path, the folder given under which it lies, and what it is."""

    path: Path
    root: Path
    kind: str


def find_inputs(paths: Iterable[Path]) -> Iterator[Input | Problem]:
    """Give the files of what was named, folders with all that is in them, in the order of their names.

    Links to folders are not followed (they may lead in a circle); what is no file that can be read is a
    problem where it was named, and passed over where it only lies in a folder. Of a data folder of ours only
    the archives are read: all else in it was made from them.
    """
    for path in paths:
        if path.is_dir():
            ours = (path / FILE_NAME).is_file()
            found = [Input(file, path, kind) for file in _files(path) if (kind := kind_of_file(file))]
            found = [one for one in found if not ours or one.kind == "warc"]
            yield from found
            if not found:
                yield Problem(path, "", "holds no WARC, WACZ, HTML or JSON Lines file")
        elif not path.is_file():
            problem = "is no file" if path.exists() or path.is_symlink() else "no such file"
            yield Problem(path, "", problem)
        elif (kind := kind_of_file(path)) is None:
            yield Problem(path, "", "is no WARC, WACZ, HTML or JSON Lines file")
        else:
            yield Input(path, path.parent, kind)


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            if path.is_file():
                yield path


def kind_of_file(path: Path) -> str | None:
    """Say what a file is, by its name, else its bytes: "warc", "wacz", "html", "lines"; None for another."""
    name = path.name.lower()
    for kind, suffixes in (("warc", _WARC), ("wacz", (".wacz",)), ("html", HTML), ("lines", LINES)):
        if name.endswith(suffixes):
            return kind
    start = _start(path)
    if start.startswith(_SIGNATURE):
        return "warc"
    if start.startswith(_ZIP) and name.endswith(".zip"):
        return "wacz"
    return None


def _start(path: Path) -> bytes:
    """The first bytes, unpacked."""
    try:
        with path.open("rb") as file:
            start = file.read(len(_SIGNATURE))
        if start[:2] == b"\x1f\x8b":
            with gzip.open(path) as packed:
                return packed.read(len(_SIGNATURE))
    except (OSError, EOFError, zlib.error):
        return b""
    return start


@dataclass(slots=True)
class Inputs:
    """Reads files, one after the other.

    Args:
        origin: Scheme and host of a copy of the paper, or None.
        table: The table of addresses of saved pages, or None.

    Raises:
        SettingError: The table cannot be read.
    """

    origin: str | None = None
    table: Path | None = None
    _rows: dict[str, Row] = field(init=False)
    _warcs: WarcFiles = field(init=False)

    def __post_init__(self) -> None:
        self._rows = read_table(self.table) if self.table else {}
        self._warcs = WarcFiles(self.origin)

    def captures(self, given: Input) -> Iterator[Found]:
        """Give the captures of a file, and what is wrong with it."""
        if given.kind == "warc":
            return self._warcs.captures(given.path)
        if given.kind == "wacz":
            return wacz_captures(given.path, origin=self.origin)
        if given.kind == "lines":
            return record_captures(given.path, origin=self.origin)
        folder = self.table.parent if self.table else Path()
        return HtmlFiles(self.origin, self._rows, folder).captures(given.path, given.root)

    def rest(self) -> Iterator[Found]:
        """Give what could only be read once every file had been."""
        return self._warcs.bodiless()
