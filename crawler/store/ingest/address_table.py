"""The table of addresses beside saved pages: a CSV file with the columns file, url and maybe fetched_at."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawler.discover.window import VIETNAM
from crawler.errors import SettingError


@dataclass(frozen=True, slots=True)
class Row:
    """A saved page's address, and when it was fetched where the table says so."""

    url: str
    fetched_at: datetime | None = None


def read_table(path: Path) -> dict[str, Row]:
    """Read a table: file as written -> row.

    Raises:
        SettingError: It cannot be read, lacks a column, or a line of it makes no sense.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            missing = {"file", "url"} - set(rows.fieldnames or ())
            if missing:
                raise SettingError(
                    f"table: {path} has no column {', '.join(sorted(missing))} in its first line"
                )
            return dict(_rows(path, rows))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SettingError(f"table: {path}: {getattr(error, 'strerror', None) or error}") from error


def _rows(path: Path, rows: csv.DictReader[str]) -> Iterator[tuple[str, Row]]:
    for row in rows:
        place, name, url = f"table: {path}, line {rows.line_num}", row["file"], row["url"]
        if not name or not url or not url.startswith(("http://", "https://")):
            raise SettingError(f"{place}: it must name a file and its http(s) address")
        yield name, Row(url, _moment(row.get("fetched_at"), place))


def _moment(text: str | None, place: str) -> datetime | None:
    if not text or not text.strip():
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        message = f"{place}: fetched_at {text!r} is no time; write it as 2026-11-24T15:30:00+07:00"
        raise SettingError(message) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
