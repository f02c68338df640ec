"""The first and the last record of an archive file: what the run was, and that nothing is missing.

The last record, `closing`, counts the exchanges before it and holds the SHA-1 of every byte before it. A
file cut between two exchanges, or with one taken out, would otherwise look whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import crawler
from crawler.archive.member import compress
from crawler.archive.record import Record, record_id, record_parts, warc_date

NAME: Final = "pages"
OPEN: Final = ".open"
CLOSING: Final = "application/vnd.langson.closing+json"

_INFO = "langson-info"
_NAMES = re.compile(rf"{NAME}(-\d{{5,}})?\.warc\.gz")
_STANDARD = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


class Closing(NamedTuple):
    """What the last record says of the bytes before it.

    Attributes:
        exchanges: How many.
        bytes: How many.
        sha1: Over all of them, hexadecimal.
        cut: Bytes of a torn tail that stood there when a killed run's file was closed later; else 0.
    """

    exchanges: int
    bytes: int
    sha1: str
    cut: int = 0


def file_name(number: int) -> str:
    """The name of the run's n-th file.

    >>> file_name(1), file_name(2)
    ('pages.warc.gz', 'pages-00002.warc.gz')
    """
    return f"{NAME}.warc.gz" if number == 1 else f"{NAME}-{number:05}.warc.gz"


def is_archive_name(name: str) -> bool:
    """Whether a name is one that `file_name` gives."""
    return _NAMES.fullmatch(name) is not None


def archive_files(folder: Path) -> list[Path]:
    """Give the archive files of a run's folder in the order they were written, one still open included."""
    paths = [path for path in folder.glob(f"{NAME}*") if is_archive_name(closed_path(path).name)]
    return sorted(paths, key=lambda path: (len(closed_path(path).name), path.name))


def closed_path(path: Path) -> Path:
    """A file's path once it is closed."""
    return path.with_name(path.name.removesuffix(OPEN))


def warcinfo(file: str, *, run: str, info: Mapping[str, Any], now: datetime) -> bytes:
    """Make the member that opens a file (ISO 28500, 6.2). `info["robots"]`, if text, is the robots policy.

    Raises:
        ValueError: `info` is no JSON.
    """
    lines = {
        "software": f"langson/{crawler.__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": _STANDARD,
        "isPartOf": run,
        "robots": str(info.get("robots", "RFC 9309")),
        _INFO: json.dumps(info, sort_keys=True, allow_nan=False),
    }
    block = "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in lines.items())
    date = warc_date(now)
    fields = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", record_id(run, file, date, "warcinfo")),
        ("WARC-Date", date),
        ("WARC-Filename", file),
        ("Content-Type", "application/warc-fields"),
    ]
    return compress(*record_parts(fields, block.encode("utf-8", "replace")))


def read_info(block: bytes) -> dict[str, Any]:
    """Read a warcinfo's JSON, or, in an archive of another crawler, its fields as they stand."""
    fields = dict(_split(line) for line in block.decode("utf-8", "replace").splitlines() if ":" in line)
    return dict(json.loads(fields[_INFO])) if _INFO in fields else fields


def _split(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip(), value.strip()


def closing(file: str, date: str, state: Closing) -> bytes:
    """Make the member that closes a file."""
    fields = [
        ("WARC-Type", "metadata"),
        ("WARC-Record-ID", record_id(file, date, state.sha1, "closing")),
        ("WARC-Date", date),
        ("Content-Type", CLOSING),
    ]
    return compress(*record_parts(fields, json.dumps(state._asdict()).encode("ascii")))


def read_closing(record: Record) -> Closing | None:
    """Read a closing record; None where the record is another."""
    return Closing(**json.loads(record.block)) if record.fields["Content-Type"] == CLOSING else None
