"""A WARC file's pages with their places: as the crawl saw them, or as any tool's file has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from crawler.archive.bodies import BodyIndex
from crawler.archive.exchange import Exchange, Position, payload_digest
from crawler.archive.reader import read, read_at
from crawler.errors import PageError
from crawler.fetch.transfer import TransferError
from crawler.items import Page
from crawler.store.frontier import ARTICLE
from crawler.store.replay.answer import Answer, to_answer, whole_body
from crawler.store.replay.captured import captured_answer, first_look, is_captured
from crawler.store.replay.pages import BODY_ELSEWHERE, Selection, placed_pages

BodyPlace = tuple[Path, Position]
Placed = tuple[Position, Page | PageError]
_OK = 200


class FarBodies(BodyIndex):
    """The bodies of the file that is read, and of other files as far as it is known where they lie.

    Args:
        places: Digest -> the folder, and the place below it.
    """

    def __init__(self, places: Mapping[str, BodyPlace]) -> None:
        super().__init__()
        self._far = places

    def __call__(self, digest: str) -> bytes | None:
        """Give the body with a digest, or None where nobody knows it."""
        body = super().__call__(digest)
        if body is None and digest in self._far:
            return read_at(*self._far[digest]).body
        return body


@dataclass(slots=True)
class Gathered:
    """What was met in a file besides its pages.

    Attributes:
        passed_over: Why exchanges gave no page -> how many.
        damages: Damaged places, one line each.
        unresolved: The digests of bodies that stand in other files.
    """

    passed_over: Counter[str] = field(default_factory=Counter)
    damages: list[str] = field(default_factory=list)
    unresolved: set[str] = field(default_factory=set)

    def damaged(self, offset: int, problem: str) -> None:
        """Take in a damaged place."""
        self.damages.append(f"byte {offset}: {problem}")


def any_pages(path: Path, gathered: Gathered, bodies: BodyIndex, origin: str | None) -> Iterator[Placed]:
    """Give what `langson extract FILE.warc.gz` reads, with its places.

    Args:
        gathered: Takes what is met besides.
        bodies: The bodies that `revisit` records refer to.
        origin: The copy of the paper that the pages are of, if any.

    Raises:
        StoreError: It is no WARC file, or another tool's that is damaged; what stands before was given.
    """
    selection = Selection(
        origin=origin, bodies=bodies, passed_over=gathered.passed_over, unresolved=gathered.unresolved
    )
    yield from placed_pages(path, selection, on_damage=gathered.damaged)


def crawled_pages(path: Path, gathered: Gathered, bodies: BodyIndex) -> Iterator[Placed]:
    """Give the articles' pages of one of our own files as the crawl read them, see `store.replay.replay`.

    Raises:
        StoreError: It is no WARC file.
    """
    with closing(read(path, resolver=bodies, on_damage=gathered.damaged)) as found:  # type: ignore[type-var]
        for position, exchange in found:
            bodies.add(path.parent, position, exchange)
            answer = _answer(position, exchange)
            if answer is None or answer.kind != ARTICLE:
                gathered.passed_over[str(exchange.note.get("kind") or "other")] += 1
            elif exchange.status != _OK:
                gathered.passed_over[f"HTTP {exchange.status}"] += 1
            elif exchange.revisit_of is not None and not exchange.body:
                gathered.passed_over[BODY_ELSEWHERE] += 1
                gathered.unresolved.add(exchange.revisit_of.digest)
            elif (page := _page(answer)) is None:
                gathered.passed_over["refused by the crawl"] += 1
            else:
                yield position, page


def _answer(position: Position, exchange: Exchange) -> Answer | None:
    if is_captured(exchange.note):
        return captured_answer(position, exchange)
    return to_answer(position, exchange)


def _page(answer: Answer) -> Page | None:
    if is_captured(answer.note):
        found = first_look(answer)
        return found if isinstance(found, Page) else None
    try:
        return answer.page(whole_body(answer.exchange))
    except TransferError:
        return None


def find_bodies(path: Path, wanted: frozenset[str]) -> dict[str, BodyPlace]:
    """Look in a file for bodies by their digests.

    Returns:
        Digest -> where it lies, as far as it lies here.

    Raises:
        StoreError: It is no WARC file, or damaged.
    """
    found: dict[str, BodyPlace] = {}
    with closing(read(path, on_damage=lambda offset, problem: None)) as exchanges:  # type: ignore[type-var]
        for position, exchange in exchanges:
            if (digest := _digest(exchange)) in wanted:
                found.setdefault(digest, (path.parent, position))
    return found


def _digest(exchange: Exchange) -> str:
    has_body = exchange.revisit_of is None and exchange.body
    return payload_digest(exchange.body) if has_body else ""
