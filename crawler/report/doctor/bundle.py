"""The bundle: one file for a report of a fault, with the exchanges, the report as JSON and as Markdown.

What names the person who asked is left out: the contact in the user agent, the permission's text, cookies.
"""

from __future__ import annotations

import json
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from crawler.archive.exchange import Exchange, Headers
from crawler.archive.reader import read
from crawler.archive.writer import ArchiveWriter, encode
from crawler.errors import StoreError
from crawler.report.doctor.diagnosis import SCHEMA

PAGES: Final = "pages.warc.gz"
REPORT: Final = "report.json"
TEXT: Final = "report.md"
_LEFT_OUT = "[left out]"
_CONTACT = re.compile(r"(contact: )[^)]*")
_PRIVATE = frozenset({"cookie", "authorization", "proxy-authorization", "from"})
_MOST_BYTES = 256 * 2**20  # of an archive in a bundle
_COPIED = 1 << 20
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle as it was read.

    Attributes:
        told: What stands in its report under "evidence"; see `evidence.read_evidence`.
        exchanges: Its archive's, in order.
    """

    told: Mapping[str, Any]
    exchanges: tuple[Exchange, ...]


def scrubbed(exchange: Exchange) -> Exchange:
    """Leave out what names the person who asked, and what a server may know them by."""
    note = {name: value for name, value in exchange.note.items() if name != "robots"}
    asked = tuple((name, _user_agent(name, value)) for name, value in _without_private(exchange))
    answered = tuple(
        (name, _LEFT_OUT if name.lower().startswith("set-cookie") else value)
        for name, value in exchange.headers
    )
    return replace(exchange, note=note, request_headers=asked, headers=answered)


def _without_private(exchange: Exchange) -> Headers:
    return tuple((name, value) for name, value in exchange.request_headers if name.lower() not in _PRIVATE)


def _user_agent(name: str, value: str) -> str:
    return _CONTACT.sub(rf"\1{_LEFT_OUT}", value) if name.lower() == "user-agent" else value


def write_bundle(
    path: Path, exchanges: Sequence[Exchange], report: Mapping[str, Any], text: Iterable[str], now: datetime
) -> None:
    """Write a bundle; a file that is there already is replaced.

    Args:
        exchanges: Scrubbed already.
        report: What becomes ``report.json``; it holds the evidence.
        text: Lines of Markdown.

    Raises:
        StoreError: It cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".doctor-") as folder:
            _write_archive(Path(folder), exchanges, now)
            whole = Path(folder) / "bundle"
            with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as file:
                file.write(Path(folder) / PAGES, PAGES, zipfile.ZIP_STORED)
                file.writestr(REPORT, json.dumps(report, ensure_ascii=False, indent=1) + "\n")
                file.writestr(TEXT, "\n".join(text) + "\n")
            whole.replace(path)
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}; give another file with --bundle") from error


def _write_archive(folder: Path, exchanges: Sequence[Exchange], now: datetime) -> None:
    with ArchiveWriter(folder, run="doctor", info={"run": "doctor"}, now=now) as archive:
        for exchange in exchanges:
            archive.append(encode(exchange))


def may_be_bundle(path: Path) -> bool:
    """Whether a file is a bundle, perhaps a damaged one: by its first bytes, and what a whole one holds."""
    try:
        with path.open("rb") as file:
            if file.read(len(_ZIP)) != _ZIP:
                return False
        with zipfile.ZipFile(path) as whole:
            return {PAGES, REPORT} <= set(whole.namelist())
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return True  # what is wrong with it is said when it is read


def read_bundle(path: Path) -> Bundle:
    """Read a bundle.

    Raises:
        StoreError: It is none, or damaged.
    """
    try:
        with zipfile.ZipFile(path) as file, _unpacked(file) as archive:
            report = json.loads(file.read(REPORT))
            if not isinstance(report, dict) or report.get("schema") != SCHEMA:
                raise StoreError(f"{path}: no bundle of this version of the doctor; run it again")
            return Bundle(report["evidence"], _exchanges(archive))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, NotImplementedError) as error:
        raise StoreError(f"{path}: no bundle, or a damaged one ({error}); ask for it again") from error


def _exchanges(archive: Path) -> tuple[Exchange, ...]:
    try:
        return tuple(exchange for _, exchange in read(archive))
    except StoreError as error:  # it names a file that is gone by the time it is read
        raise ValueError(f"{PAGES} in it cannot be read") from error


@contextmanager
def _unpacked(file: zipfile.ZipFile) -> Iterator[Path]:
    """The bundle's archive as a file of its own; never more than `_MOST_BYTES` of it."""
    if file.getinfo(PAGES).file_size > _MOST_BYTES:
        raise ValueError(f"{PAGES} is larger than {_MOST_BYTES >> 20} MiB")
    with tempfile.TemporaryDirectory(prefix="doctor-") as folder:
        path = Path(folder) / PAGES
        with file.open(PAGES) as packed, path.open("wb") as out:
            left = _MOST_BYTES
            while left > 0 and (piece := packed.read(min(_COPIED, left))):
                out.write(piece)
                left -= len(piece)
        yield path
