"""An archive that the doctor did not make: what of it is enough to judge by."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

from crawler.archive.exchange import Exchange
from crawler.archive.reader import read
from crawler.errors import SettingError
from crawler.report.doctor.answers import way_of
from crawler.report.doctor.evidence import ARTICLE, OTHER, ROBOTS, Evidence, Place
from crawler.sites.baolangson.urls import article_address
from crawler.store.replay.answer import REDIRECTS

_MOST: Final = {ROBOTS: 5, ARTICLE: 12}  # of articles: of each era
_MOST_OTHERS = 12  # of each way


def read_archive(path: Path, place: Place) -> Evidence:
    """Take a few exchanges of each kind from an archive, this program's or another tool's.

    Args:
        place: Whom it was asked of; a copy that the archive names itself counts first.

    Raises:
        StoreError: It cannot be read.
        SettingError: It holds no page of the paper.
    """
    kept: list[Exchange] = []
    counts: Counter[str] = Counter()
    for _, exchange in read(path, on_damage=lambda offset, problem: None):
        origin = exchange.note.get("origin")
        if isinstance(origin, str) and origin and place.copy is None:
            place = Place(origin, origin, place.agent, place.sections)
        name = _name(exchange, place)
        if name is None or counts[name] >= _MOST.get(name.partition(" ")[0], _MOST_OTHERS):
            continue
        counts[name] += exchange.status not in REDIRECTS
        kept.append(exchange)
    if not kept:
        raise SettingError(
            f"doctor: {path}: no page of {place.base} is in it (is it a copy's? give --origin)"
        )
    return Evidence(place, kept)


def _name(exchange: Exchange, place: Place) -> str | None:
    """What an exchange is counted as; None where it is nothing to us."""
    note = exchange.note
    asked = str(note.get("asked") or exchange.url)
    way = way_of(asked, place, str(note.get("form") or ""), str(note.get("kind") or ""))
    if way == OTHER or (exchange.method != "GET"):
        return None
    address = article_address(exchange.url, origin=place.copy) if way == ARTICLE else None
    return f"{way} {address.layout}" if address else way
