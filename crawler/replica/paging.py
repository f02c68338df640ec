"""Which articles stand on which page of a list, and how a list can lead a crawler astray."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Protocol

# How a list may misbehave; all articles stay within reach of who follows its pages.
HOSTILE = (
    "loop",  # every page after the last is the last again
    "endless",  # after the last page it goes on for ever with articles shown before
    "empty",  # after the last page it goes on for ever with nothing, and says 200
    "gaps",  # every third page shows nothing; what should be there stands on the next (not feeds, REST)
    "repeats",  # each page begins with the second half of the one before
    "calendar",  # after the last page it leads on day by day to the year 9999, with nothing
)
_ENDLESS = ("loop", "endless", "empty")


class Ordered(Protocol):
    """A list of articles that can be cut at any rank: `sections.Roll`, the hits of a search."""

    def __len__(self) -> int: ...

    def cut(self, start: int, stop: int) -> list[int]: ...


@dataclass(frozen=True, slots=True)
class Sheaf:
    """A page of a list: the articles on it and the number of the last page it admits to.

    Attributes:
        indexes: Articles, newest first.
        last: The last page that the pager names; for an endless list always further on.
        exists: Whether there is such a page.
    """

    indexes: list[int]
    last: int
    exists: bool


def sheaf(roll: Ordered, page: int, size: int, hostile: str | None = None) -> Sheaf:
    """Give page `page` of a list of pages of `size`, from 1 on.

    Args:
        roll: The whole list.
        page, size: Which page.
        hostile: One of `HOSTILE`, or None for a list as it should be.
    """
    last = max(1, -(-len(roll) // size))
    start, stop = (page - 1) * size, page * size
    if hostile == "repeats":
        half = max(1, size // 2)
        start, stop = (page - 1) * half, (page - 1) * half + size
        last = max(1, -(-(len(roll) - size) // half) + 1)
    elif hostile == "gaps":
        start, stop = ((page - 1 - page // 3) * size, (page - page // 3) * size) if page % 3 else (0, 0)
        last += (last - 1) // 2
    elif hostile == "loop" and page > last:
        start, stop = (last - 1) * size, last * size
    if hostile in _ENDLESS:
        beyond = page > last
        again = hostile == "endless" and beyond
        indexes = _shuffled(roll, page, size) if again else roll.cut(start, stop)
        return Sheaf(indexes, max(last, page + 1), exists=True)
    return Sheaf(roll.cut(start, stop), last, exists=page <= last)


def _shuffled(roll: Ordered, page: int, size: int) -> list[int]:
    ranks = Random(f"again:{page}").sample(range(len(roll)), k=min(size, len(roll)))
    return [index for rank in ranks for index in roll.cut(rank, rank + 1)]
