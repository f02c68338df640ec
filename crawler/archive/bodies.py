"""The bodies that `revisit` records refer to: digest -> body, from the archives themselves."""

from __future__ import annotations

from pathlib import Path

from crawler.archive.exchange import Exchange, Position, payload_digest
from crawler.archive.reader import read_at


class BodyIndex:
    """A resolver for `read`: remembers where each body lies, and reads it again when one is asked for.

    Feed it what is read, oldest run first: a `revisit` refers to what was archived before it.
    """

    def __init__(self) -> None:
        self._places: dict[str, tuple[Path, Position]] = {}

    def add(self, folder: Path, position: Position, exchange: Exchange) -> None:
        """Remember an exchange that has its body.

        Args:
            folder: The run's folder.
        """
        if exchange.revisit_of is None and exchange.body:
            self._places.setdefault(payload_digest(exchange.body), (folder, position))

    def __call__(self, digest: str) -> bytes | None:
        """Give the body with a digest, or None where no such body was added."""
        place = self._places.get(digest)
        return read_at(*place).body if place else None
