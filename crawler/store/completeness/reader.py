"""The rows behind the completeness proof: one snapshot, nothing is written, a crawl may be at work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import orjson

from crawler.discover.goal import Goal
from crawler.report.completeness.causes import judge
from crawler.report.completeness.hole import Hole
from crawler.report.completeness.item import Item, section_name
from crawler.report.completeness.looks import Covered, Look
from crawler.report.exit_codes import ExitCode
from crawler.sites.baolangson.urls import article_address
from crawler.store.completeness import queries
from crawler.store.database import Database
from crawler.store.records import address_key
from crawler.store.sightings import LISTING_SOURCE, section_of
from crawler.store.source_meeting import NUMBER, source_of

# What a capture of a web archive came to, as the frontier would say it.
_OF_CAPTURE = {"found": "pending", "passing": "failed", "refused": "quarantine", "filtered": "filtered"}
# These list a whole paper: where one answers, a listing that does not is no hole.
_WHOLE = frozenset({LISTING_SOURCE, "sitemap", "rest"})


class Reader:
    """A data folder's articles, runs and listings.

    Args:
        folder: The data folder.
        now: The present.
        busy: Whether a crawl is at work there: what waits is not due then.

    Raises:
        StoreError: See `Database`.
    """

    def __init__(self, folder: Path, *, now: datetime, busy: bool) -> None:
        self._now, self._busy = now, busy
        self._database = Database(folder)
        # Not `mode=ro`: such a connection leaves its -wal file behind.
        self._database.execute("PRAGMA query_only = ON")
        self._database.execute("BEGIN")
        self._spent = self._database.value(queries.LAST_CODE) == ExitCode.BUDGET

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def goals(self) -> list[Goal]:
        """What the runs were asked for so far."""
        return [Goal.from_json(text) for (text,) in self._database.rows("SELECT text FROM goal")]

    def sources(self) -> list[tuple[str, str, str]]:
        """The sources that were asked, as (name, state, detail)."""
        return list(self._database.rows("SELECT name, state, detail FROM source ORDER BY name, origin"))

    # --- articles -------------------------------------------------------------------------------

    def items(self) -> Iterator[Item]:
        """Give every article that a source showed, that has an address, or that is stored: each once."""
        elsewhere = {row[0] for row in self._database.rows(queries.ELSEWHERE)}
        for query in queries.ITEMS:
            for row in self._database.rows(query, {"today": self._now.date().isoformat()}):
                yield self._item(row, elsewhere)
        yield from self._keyless()

    def _item(self, row: Any, elsewhere: set[str]) -> Item:
        key, url, day, sources, sections, own, state, reason, detail, published, page, wait, form, kept = row
        if not state and not kept and sources:
            state, reason, detail = self._captured(key)
        if form == NUMBER and not sources and not kept:
            state, reason, detail = _guessed(state, reason, detail)
        return Item(
            key=key,
            url=own or url,
            day=_day(published) or _day(day),
            page_section=page or "",
            shown_in=tuple(name for name in (sections or "").split(",") if name),
            sources=tuple(sorted((sources or "").split(","))) if sources else (),
            stored=bool(kept),
            elsewhere=own in elsewhere,
            state=state or "",
            reason=reason or "",
            detail=detail or "",
            waits=self._busy or (wait or 0) > self._now.timestamp(),
            spent=self._spent,
        )

    def _captured(self, key: str) -> tuple[str, str, str]:
        """What became of an archive's captures of an article that no crawl asked for: the best of them."""
        row = self._database.execute(queries.CAPTURES, (key,)).fetchone()
        return (_OF_CAPTURE.get(row[0], ""), row[1], row[2]) if row else ("", "", "")

    def _keyless(self) -> Iterator[Item]:
        """Addresses that somebody named and that gave no article: their key is in the address only."""
        seen: set[str] = set()
        for url, state, reason, detail, wait in self._database.rows(queries.KEYLESS):
            address = article_address(url, origin="/".join(url.split("/", 3)[:3]))
            key = address_key(address) if address else ""
            if not key or key in seen or self._database.value(queries.IS_KNOWN, (key,)):
                continue
            seen.add(key)
            waits = self._busy or wait > self._now.timestamp()
            known = {"state": state, "reason": reason, "detail": detail}
            yield Item(key=key, url=url, sources=("file",), waits=waits, spent=self._spent, **known)

    # --- listings, runs -------------------------------------------------------------------------

    def unread_listings(self) -> list[Hole]:
        """The listings, feeds and so on of which a page could not be read: what it shows is not known."""
        answering = {name for name, state, _ in self.sources() if state == "answers"} & _WHOLE
        found = []
        for start, url, form, state, reason, detail, number in self._database.rows(queries.UNREAD):
            source, section = source_of(form)
            if source in ("", "xhr", "main"):
                source = LISTING_SOURCE
            verdict = judge(state, reason, detail, waits=self._busy, spent=self._spent)
            covered = bool(answering - {source}) or (source not in _WHOLE and bool(answering))
            pages = (
                f"{number} pages of this {source} were not read"
                if number > 1
                else f"this {source} was not read"
            )
            hole = Hole(
                kind="listing",
                section=section_name(
                    section or (section_of(start or url) if source == LISTING_SOURCE else "")
                ),
                url=url,
                cause=verdict.cause,
                explained=verdict.explained or covered,
                detail="; ".join(text for text in (verdict.detail, pages) if text),
                sources=(source,),
            )
            found.append(hole)
        return found

    def looks(self) -> list[Look]:
        """The runs that read listings or other sources."""
        broken: dict[str, dict[str, str]] = {}
        for run, start, reason in self._database.rows(queries.BROKEN):
            broken.setdefault(run, {})[section_name(section_of(start))] = reason
        rows = self._database.rows("SELECT id, started_at, exit_code, state, options FROM run")
        return [
            Look(
                run,
                datetime.fromisoformat(began),
                code if state == "ended" else None,
                sections,
                broken.get(run, {}),
            )
            for run, began, code, state, options in rows
            if (sections := _looked_for(orjson.loads(options))) is not None
        ]

    def covered(self) -> list[Covered]:
        """The listings that were read without a hole."""
        rows = self._database.rows("SELECT start, low, high FROM coverage")
        return [
            Covered(
                section_name(section_of(start)),
                datetime.fromisoformat(low) if low else None,
                datetime.fromisoformat(high),
            )
            for start, low, high in rows
            if urlsplit(start).path.strip("/")
        ]


def _guessed(state: str, reason: str, detail: str) -> tuple[str, str, str]:
    """A number that was tried, or is to be: only a page that came and cannot be read says that it is one."""
    if state == "quarantine" or (state == "failed" and reason.startswith("parse")):
        return state, reason, detail
    return "filtered", "no-such-number", "a number that no source shows"


def _looked_for(options: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The sections that a run looked for, empty for all; None where it read no source of addresses."""
    if options.get("spider") == "article" or options.get("via") in ("file", "warc"):
        return None
    goal = options.get("goal")
    return tuple(section_name(name) for name in Goal.from_json(goal).sections) if goal else ()


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
