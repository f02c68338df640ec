"""What a reader of files gives: captures, and what is wrong. Pure."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from crawler.store.ingest.capture import Capture


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that cannot be taken in: the file, the place in it (may be empty), what is wrong."""

    path: Path
    place: str
    what: str

    def __str__(self) -> str:
        name = printable(self.path)
        return f"{name}, {self.place}: {self.what}" if self.place else f"{name}: {self.what}"


Found = Capture | Problem


def printable(path: Path) -> str:
    """A path as text that any file and terminal takes: bytes of another encoding become escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
