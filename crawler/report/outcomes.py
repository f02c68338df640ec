"""What became of each address: found, then stored, failed, filtered or set aside, with the reason.

Nothing disappears: the sum of the fates and of what is still pending is what was found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

STORED = "stored"
UNCHANGED = "unchanged"
GONE = "gone"
FAILED = "failed"
FILTERED = "filtered"
QUARANTINE = "quarantine"
PENDING = "pending"
# The ends that an address can come to; what is pending has none yet.
FATES = (STORED, UNCHANGED, GONE, FAILED, QUARANTINE, FILTERED)

# Reasons that the exit code and the summary look at.
ROBOTS = "robots"
ROBOTS_UNREACHABLE = "robots-unreachable"
UNREACHABLE = frozenset(
    {"timeout", "unknown-host", "connection-refused", "connection-lost", ROBOTS_UNREACHABLE}
)
WALL = "wall"  # also the run's finish reason; of a page with what the wall asks: wall-captcha
LAYOUT_CHANGE = "layout-change"  # likewise
EMPTY_LISTING = "empty-listing"


def is_wall(reason: str) -> bool:
    """Whether a reason says that something stood before the page.

    >>> is_wall("wall-captcha"), is_wall("wallpaper")
    (True, False)
    """
    return reason == WALL or reason.startswith(f"{WALL}-")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of one address. `reason` is a slug to count by, `detail` a sentence for people."""

    fate: str
    reason: str = ""
    detail: str = ""


@dataclass(slots=True)
class Outcomes:
    """A ledger of addresses, in the order in which they were found."""

    _of: dict[str, Outcome] = field(default_factory=dict)
    _fates: Counter[str] = field(default_factory=Counter)  # kept up: a progress line asks often

    def find(self, address: str) -> None:
        """Note an address; it is pending until it is settled."""
        if address not in self._of:
            self._of[address] = Outcome(PENDING)
            self._fates[PENDING] += 1

    def settle(self, address: str, outcome: Outcome) -> bool:
        """Give an address its end. The first end stays.

        Returns:
            Whether this was the address's first end.
        """
        self.find(address)
        if self._of[address].fate != PENDING:
            return False
        self._of[address] = outcome
        self._fates.subtract([PENDING])
        self._fates[outcome.fate] += 1
        return True

    def of(self, address: str) -> Outcome:
        """The outcome of an address; pending where it has none yet."""
        return self._of.get(address, Outcome(PENDING))

    def __contains__(self, address: str) -> bool:
        return address in self._of

    def __len__(self) -> int:
        return len(self._of)

    def fates(self) -> Counter[str]:
        """How many addresses had each fate."""
        return Counter({fate: number for fate, number in self._fates.items() if number})

    def reasons(self, fate: str) -> list[tuple[str, int]]:
        """The reasons for a fate, most frequent first."""
        return Counter(o.reason for o in self._of.values() if o.fate == fate).most_common()

    def with_fate(self, *fates: str) -> Iterator[tuple[str, Outcome]]:
        """The addresses that had one of the fates."""
        return ((address, o) for address, o in self._of.items() if o.fate in fates)
