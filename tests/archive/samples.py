"""Exchanges and archives for the tests of the archive."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.archive.exchange import Exchange, Position
from crawler.archive.writer import ArchiveWriter, encode

START = datetime(2024, 3, 15, 3, 5, tzinfo=UTC)
INFO = {"robots": "obey", "settings": {"delay": 1.5}, "who": "Báo thử nghiệm"}
FILE = "pages.warc.gz"


def exchange(number: int = 0, **changes: Any) -> Exchange:
    """An exchange like the crawl's own; each number another one."""
    values: dict[str, Any] = {
        "url": f"https://baolangson.vn/hoi-nghi-tinh-{5_000_000 + number}.html",
        "fetched_at": START + timedelta(seconds=number, microseconds=17),
        "request_headers": (("Host", "baolangson.vn"), ("User-Agent", "langson/0.1")),
        "status": 200,
        "headers": (("Content-Type", "text/html; charset=utf-8"), ("ETag", f'"{number}"')),
        "body": f"<h1>Hội nghị lần thứ {number}</h1><p>Tỉnh Lạng Sơn …</p></html>".encode(),
        "note": {"kind": "article", "asked": f"/{number}"},
        "ip": "127.0.0.1",
    }
    return Exchange(**values | changes)


def new_writer(folder: Path, **options: Any) -> ArchiveWriter:
    """A writer in a run's folder."""
    return ArchiveWriter(folder, run="2024-03-15", info=INFO, now=START, **options)


def archive(folder: Path, *exchanges: Exchange) -> tuple[Path, list[Position]]:
    """A closed archive with the exchanges (three plain ones where none is given)."""
    with new_writer(folder) as writer:
        places = [writer.append(encode(item)) for item in exchanges or map(exchange, range(3))]
    return folder / FILE, places


def open_archive(folder: Path, count: int) -> Path:
    """What a killed run leaves: an open file of so many exchanges, without a closing record."""
    path = folder / f"{FILE}.open"
    with new_writer(folder) as writer:
        for number in range(count):
            writer.append(encode(exchange(number)))
        data = path.read_bytes()
    (folder / FILE).unlink()
    path.write_bytes(data)
    return path
