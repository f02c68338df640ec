"""The robots.txt that an archived run received, noted again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from crawler.archive.exchange import Exchange
from crawler.fetch.robots_policy import RobotsText
from crawler.fetch.robots_rules import MAX_BYTES
from crawler.fetch.transfer import TransferError
from crawler.store.replay.answer import MAX_BODY, REDIRECTS, decoded, lower
from crawler.store.state import State

_TO_READ: Final = 2.0  # seconds between a robots.txt in the archive and its note


class RobotsRun:
    """Takes a run's exchanges in its archive's order.

    A redirect's goal is archived as an exchange of its own: what came there is of the origin that was asked.

    Args:
        state: What they are written to; its `run` is the run.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._led: dict[str, str] = {}  # where an origin's robots.txt was led to -> the origin

    def add(self, exchange: Exchange) -> None:
        """Take in what was archived next; what is no robots.txt is passed over."""
        origin = self._led.pop(exchange.url, None)
        if origin is None:
            if exchange.note.get("kind") != "robots":
                return
            origin = _origin(exchange.url)
        location = lower(exchange.headers).get("location")
        if exchange.status in REDIRECTS and location:
            self._led[urljoin(exchange.url, location)] = origin
            return
        try:
            body = decoded(exchange, MAX_BODY)
        except TransferError:  # the crawl had none either
            return
        seconds = exchange.fetched_at.timestamp()
        text = RobotsText(seconds, exchange.status, body[: MAX_BYTES + 1])
        self._state.runs.note_robots(self._state.run, origin, text)


def take_report(state: State, run: str, report: Mapping[str, Any]) -> None:
    """Take over what no archive has: why no robots.txt came, and the second in which one was noted.

    Args:
        state: What the run's archive was read into.
        run: The run.
        report: Its own report; what is damaged in it is passed over.
    """
    received = [(origin, seconds, status) for origin, seconds, status, _ in state.runs.robots(run)]
    for row in report.get("robots") or ():
        try:
            origin, status = str(row["origin"]), row["status"]
            noted = datetime.fromisoformat(row["fetched_at"]).timestamp()
            if status is None:
                state.runs.note_robots(run, origin, RobotsText(noted, trouble=str(row["trouble"])))
                continue
        except (ValueError, LookupError, TypeError):
            continue
        for seconds in (each[1] for each in received if (each[0], each[2]) == (origin, status)):
            if int(seconds) < noted <= seconds + _TO_READ:  # archived in one second, noted in the next
                _move(state, run, origin, seconds, noted)


def _move(state: State, run: str, origin: str, before: float, after: float) -> None:
    query = "UPDATE OR REPLACE robots SET fetched_at = ? WHERE run = ? AND origin = ? AND fetched_at = ?"
    with state.transaction():
        state.database.execute(query, (after, run, origin, before))


def _origin(url: str) -> str:
    """Scheme, host and port, as `middlewares.robots` names an origin."""
    parts = urlsplit(url)
    own = {"http": ":80", "https": ":443"}.get(parts.scheme, "")
    return f"{parts.scheme}://{parts.netloc}".lower().removesuffix(own)
