"""A file of addresses: plain text, CSV or JSON lines; a bad line is named by its number, never lost."""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.discover.sources.collect import Entry, article_links, entry_address, stated_day
from crawler.discover.sources.found import SourceLink
from crawler.errors import NotSourceError, SettingError

MAX_FAULTS = 1000  # named one by one; the rest are counted
_MAX_LINE = 64 * 1024  # a record of a whole article is longer than an address
_ADDRESS = ("url", "address", "link", "loc", "canonical", "canonical_url", "original_url", "location")
_DAY = ("published_at", "published", "day", "date", "pubdate", "date_publish")
_UPPER = ("lastmod", "updated_at", "modified")
_SECTION = ("section",)
_URL = re.compile(r"^<?(https?://[^\s<>\"',;|\t]+)", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class LineFault:
    """A line that gives no address: its number from 1, its beginning, and why."""

    line: int
    text: str
    why: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.why}: {self.text!r}"


@dataclass(frozen=True, slots=True)
class AddressFile:
    """What a file holds.

    Attributes:
        links: Articles, each once, in the file's order.
        faults: Lines that give none, the first `MAX_FAULTS`.
        fault_count: How many there are in all.
        form: "text", "csv" or "json".
    """

    links: tuple[SourceLink, ...]
    faults: tuple[LineFault, ...]
    fault_count: int
    form: str


def parse_address_file(body: bytes, name: str, *, origin: str | None = None) -> AddressFile:
    """Read a file of addresses. Its form is told from its first line, not from its name.

    Text: one address a line, what follows it and lines that begin with ``#`` are comments. CSV: a
    header that names a column (`url`, `address`, `link`, `loc`…), also one for the day and the
    section; comma, semicolon or tab. JSON lines: objects with such keys (so a dataset of ours), or
    texts.

    Raises:
        NotSourceError: The file is binary (a zip, a spreadsheet), or not one line gives an address.
    """
    lines = _lines(body, name)
    first = next((line for line in lines if line.strip() and not line.lstrip().startswith("#")), "")
    form, rows = _rows(lines, first)
    entries: list[Entry] = []
    faults: list[LineFault] = []
    count = 0
    for number, text, row in rows:
        entry = row if isinstance(row, Entry) else None
        why = row if isinstance(row, str) else None
        if entry is not None and entry_address(entry.href, "", origin) is None:
            why = "no article's address of the paper"
        if why is None and entry is not None:
            entries.append(entry)
        elif why is not None:
            count += 1
            faults += [LineFault(number, text.strip()[:120], why)] if count <= MAX_FAULTS else []
    if count and not entries:
        raise NotSourceError(name, f"no line is an article's address of the paper; {faults[0]}")
    return AddressFile(_all_links(entries, origin), tuple(faults), count, form)


def read_address_file(path: str, *, origin: str | None = None) -> AddressFile:
    """Read a file of addresses that an operator names; see `parse_address_file`.

    Raises:
        SettingError: It cannot be read, or gives no address.
    """
    try:
        return parse_address_file(Path(path).read_bytes(), path, origin=origin)
    except OSError as error:
        reason = f"{path}: {error.strerror or error}; name a file of addresses, one a line"
        raise SettingError(f"addresses: {reason}") from error
    except NotSourceError as error:
        raise SettingError(f"addresses: {error}") from error


def _all_links(entries: Sequence[Entry], origin: str | None) -> tuple[SourceLink, ...]:
    return article_links(entries, "", origin, limit=len(entries))[0]


def _lines(body: bytes, name: str) -> list[str]:
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(encoding, "replace").splitlines()
    if b"\0" in body[:4096]:
        raise NotSourceError(name, "a binary file; give addresses as text, CSV or JSON lines")
    return body.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")


_Row = tuple[int, str, "Entry | str | None"]  # number, text, an entry or a fault or nothing


def _rows(lines: list[str], first: str) -> tuple[str, Iterator[_Row]]:
    if first.lstrip().startswith(("{", '"http')) and not _header(first):
        return "json", _json_rows(lines)
    if columns := _header(first):
        return "csv", _csv_rows(lines, first, columns)
    return "text", _text_rows(lines)


def _text_rows(lines: list[str]) -> Iterator[_Row]:
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        match = _URL.match(text[:_MAX_LINE])
        yield number, text, Entry(match[1]) if match else "no address (those begin with https://)"


def _json_rows(lines: list[str]) -> Iterator[_Row]:
    for number, line in enumerate(lines, 1):
        text = line.strip().rstrip(",")
        if not text or text.startswith("#"):
            continue
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            yield number, text, "no JSON"
            continue
        yield number, text, Entry(value) if isinstance(value, str) else _record(value)


def _record(value: Any) -> Entry | str:
    if not isinstance(value, dict):
        return "neither an object nor a text"
    texts = {str(key).lower(): item for key, item in value.items() if isinstance(item, str)}
    return _fields(texts)


def _fields(texts: Mapping[str, str]) -> Entry | str:
    href = next((texts[name].strip() for name in _ADDRESS if texts.get(name, "").strip()), "")
    if not href:
        return f"no address ({', '.join(_ADDRESS[:4])})"
    published = next((day for name in _DAY if (day := stated_day(texts.get(name)))), None)
    changed = next((day for name in _UPPER if (day := stated_day(texts.get(name)))), None)
    section = next((texts[name].strip() for name in _SECTION if texts.get(name, "").strip()), None)
    return Entry(href, published or changed, published is not None, section)


# --- CSV ------------------------------------------------------------------------------------------


def _header(line: str) -> tuple[str, ...]:
    """The columns of a CSV's first line; empty where it is none."""
    names = tuple(part.strip().strip('"').lower() for part in line.split(_delimiter(line)))
    return names if any(name in _ADDRESS for name in names) else ()


def _delimiter(line: str) -> str:
    return max(",;\t", key=line.count)


def _csv_rows(lines: list[str], first: str, columns: tuple[str, ...]) -> Iterator[_Row]:
    """Rows with the number of the line they begin at; a text in quotes may go over several lines."""
    start = lines.index(first) + 1
    reader = csv.reader((f"{line}\n" for line in lines[start:]), delimiter=_delimiter(first))
    while True:
        number = start + reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, lines[number - 1] if number <= len(lines) else "", f"no CSV ({error})"
            continue
        text = ",".join(row)
        if row and text.strip(", ") and not text.startswith("#"):
            yield number, text, _fields(dict(zip(columns, row, strict=False)))
