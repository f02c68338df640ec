"""The exchanges of WARC files, this crawler's or another's, as captures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

from crawler.archive.bodies import BodyIndex
from crawler.archive.exchange import Exchange, Position
from crawler.archive.reader import read, read_at, run_info
from crawler.errors import StoreError
from crawler.report.outcomes import Outcome
from crawler.store.ingest.capture import Capture
from crawler.store.ingest.found import Found, Problem, printable
from crawler.store.ingest.note import kind_of
from crawler.store.replay.answer import REDIRECTS, lower

_OF_A_CRAWL: Final = ("kind", "asked", "form", "robots", "flags", "truncated", "origin")


@dataclass(slots=True)
class WarcFiles:
    """Reads WARC files one after the other.

    Args:
        origin: Scheme and host of a copy of the paper, or None: what the archive itself says.
    """

    origin: str | None = None
    _bodies: BodyIndex = field(default_factory=BodyIndex)
    _bodiless: list[tuple[Path, str, str, Position]] = field(default_factory=list)

    def captures(self, path: Path, name: str = "") -> Iterator[Found]:
        """Give the captures of a file in its order; damaged places are problems.

        Args:
            name: What the file is called in problems and in the archive's notes.
        """
        name, damages = name or printable(path), list[Problem]()
        run = _run(path)

        def damaged(offset: int, problem: str) -> None:
            damages.append(Problem(Path(name), f"byte {offset}", problem))

        try:
            for position, exchange in read(path, resolver=self._bodies, on_damage=damaged):
                yield from damages
                damages.clear()
                yield from self._capture(path, name, run, position, exchange)
        except StoreError as error:
            damages.append(Problem(Path(name), "", str(error).removeprefix(f"{path}: ").partition(";")[0]))
        yield from damages

    def bodiless(self) -> Iterator[Found]:
        """Give the revisits whose bodies stood in files that were read after them."""
        for path, name, run, position in self._bodiless:
            with suppress(StoreError):
                exchange = read_at(path.parent, position, resolver=self._bodies)
                if exchange.body:
                    yield self._to_capture(name, run, position, exchange)
                    continue
            problem = "its body stands in an earlier record, which no file given has; give that file as well"
            yield Problem(Path(name), f"byte {position.offset}", problem)
        self._bodiless.clear()

    def _capture(
        self, path: Path, name: str, run: str, position: Position, exchange: Exchange
    ) -> Iterator[Found]:
        capture = self._to_capture(name, run, position, exchange)
        looked_at = not isinstance(kind_of(capture), Outcome)
        if looked_at:
            self._bodies.add(path.parent, position, exchange)
        if looked_at and exchange.revisit_of and exchange.status != 304 and not exchange.body:
            self._bodiless.append((path, name, run, position))
        else:
            yield capture

    def _to_capture(self, name: str, run: str, position: Position, exchange: Exchange) -> Capture:
        note: dict[str, Any] = {key: value for key, value in exchange.note.items() if key in _OF_A_CRAWL}
        if exchange.status in REDIRECTS and (to := lower(exchange.headers).get("location")):
            with suppress(ValueError):
                note["leads_to"] = urljoin(exchange.url, to.strip())
        noted = exchange.note.get("origin")
        return Capture(
            url=exchange.url,
            captured_at=exchange.fetched_at,
            status=exchange.status,
            headers=exchange.headers,
            body=exchange.body,
            via="warc",
            source={"file": name, "offset": position.offset, "run": run},
            request_headers=exchange.request_headers,
            origin=self.origin or (noted if isinstance(noted, str) else None),
            note=note,
        )


def _run(path: Path) -> str:
    """The crawl that wrote a file, where it is one of ours; else nothing."""
    with suppress(StoreError, ValueError):
        return str(run_info(path).get("run", ""))
    return ""
