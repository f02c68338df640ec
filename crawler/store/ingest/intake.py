"""Windows of captures: noted as in hand, archived, read, acknowledged in one transaction.

A kill at any point leaves whole windows: what was archived and not acknowledged is named in the archive of
the next run, and is taken in again when its file is read again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from crawler.archive.encode import encode
from crawler.archive.exchange import Exchange
from crawler.archive.steps import reached
from crawler.archive.writer import ArchiveWriter
from crawler.report.outcomes import Outcome
from crawler.store.frontier import LISTING
from crawler.store.ingest.capture import Capture
from crawler.store.ingest.ledger import Captures
from crawler.store.ingest.note import Kind, note_of, source_run
from crawler.store.replay.captured import captured_answer
from crawler.store.replay.captured_ends import CapturedEnds
from crawler.store.replay.captures import CaptureReaders, Pending, begin, end, read
from crawler.store.state import State

MOST: Final = 32  # captures of a window
_MOST_BYTES: Final = 16 * 2**20


@dataclass(slots=True)
class _Waiting:
    capture: Capture
    kind: Kind
    address: str
    exchange: Exchange


@dataclass(slots=True)
class Intake:
    """Takes captures in, window by window.

    Attributes:
        on_end: Called with each capture and its end.
    """

    state: State
    archive: ArchiveWriter
    readers: CaptureReaders
    ends: CapturedEnds
    captures: Captures
    goal: str
    on_end: Callable[[Capture, Outcome], None]
    _window: list[_Waiting] = field(default_factory=list)
    _bytes: int = 0
    _in_window: set[tuple[str, str, str]] = field(default_factory=set)
    _claimed: dict[tuple[str, str], str] = field(default_factory=dict)

    def claim(self, capture: Capture, kind: Kind) -> bool:
        """Whether a page is the first of its crawl that leads to its article: a crawl reads no other.

        Of other archives each page is read. Also to be asked of captures that are in already.
        """
        if not isinstance(capture.note.get("asked"), str) or kind.key is None or capture.status != 200:
            return True
        name = (source_run(capture.source), kind.key)
        return self._claimed.setdefault(name, kind.asked) == kind.asked

    def has(self, capture: Capture) -> bool:
        """Whether the same capture is in the window already."""
        return _name(capture) in self._in_window

    def add(self, capture: Capture, kind: Kind, *, first: bool) -> bool:
        """Put a capture into the window. Returns whether the window is full."""
        self._in_window.add(_name(capture))
        address = self._address(kind)
        note = note_of(capture, kind, address=address, goal=self.goal, duplicate=not first)
        self._window.append(_Waiting(capture, kind, address, capture.exchange(note)))
        self._bytes += len(capture.body)
        return len(self._window) >= MOST or self._bytes >= _MOST_BYTES

    def _address(self, kind: Kind) -> str:
        """The address that stands for the article: one that is known, or that another of the window has."""
        if kind.key is None:
            return kind.asked
        for waiting in self._window:
            if waiting.kind.key == kind.key:
                return waiting.address
        known = self.state.frontier.known([kind.key]).get(kind.key)
        return known.url if known else kind.asked

    async def flush(self) -> None:
        """Give every capture of the window its end."""
        window, self._window, self._bytes = self._window, [], 0
        self._in_window.clear()
        if not window:
            return
        self._begin(window)
        pending = [self._archive(waiting) for waiting in window]
        listings = [await read(one) for one in pending]
        with self.state.transaction():
            outcomes = [end(one, page, self.ends) for one, page in zip(pending, listings, strict=True)]
            self.captures.acknowledge(self.state.run)
        reached("page.acknowledged")
        for waiting, outcome in zip(window, outcomes, strict=True):
            self.on_end(waiting.capture, outcome)

    def _begin(self, window: list[_Waiting]) -> None:
        with self.state.transaction():
            for waiting in window:
                kind = LISTING if waiting.kind.kind == LISTING else "article"
                self.state.runs.ask(self.state.run, waiting.address, kind)
            self.captures.begin(self.state.run, (waiting.address for waiting in window))
        reached("frontier.leased")

    def _archive(self, waiting: _Waiting) -> Pending:
        reached("page.received")
        position = self.archive.append(encode(waiting.exchange))
        reached("page.archived")
        answer = captured_answer(position, waiting.exchange)
        assert answer is not None  # `note_of` made its note
        return begin(answer, self.readers)


def _name(capture: Capture) -> tuple[str, str, str]:
    return capture.url, capture.seen_at, capture.digest
