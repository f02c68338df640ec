"""A damaged place, and what repairs it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Damage:
    """A damaged place.

    Attributes:
        path: The file.
        where: The place in it: ``byte 4096``, ``line 3``, ``article main/531453``; may be empty.
        what: What is wrong.
        repair: What to do, with the command.
    """

    path: Path
    where: str
    what: str
    repair: str

    def __str__(self) -> str:
        place = f"{self.path}, {self.where}" if self.where else str(self.path)
        return f"{place}: {self.what}; {self.repair}"


def rebuild_it(data: Path) -> str:
    """What repairs the state and the published files."""
    return f"`langson rebuild --data {data}` makes it anew"
