"""When each article appeared and which number it bears: arithmetic both ways."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from crawler.replica.addresses import MIGRATED, NATIVE
from crawler.replica.sections import CYCLE, is_migrated
from crawler.replica.stamps import VIETNAM

FIRST = datetime(2010, 1, 4, 7, 0, tzinfo=VIETNAM)
CUT = datetime(2024, 6, 1, tzinfo=VIETNAM)  # era 2 began between 24/02 and 21/07/2024
LAST = datetime(2026, 9, 30, 18, 0, tzinfo=VIETNAM)

_LOWEST = 1_200
_SPARE = 2_000  # numbers kept free for stories that appear during a crawl


@dataclass(frozen=True, slots=True)
class Chronicle:
    """The paper's timeline. Indexes grow with time; those from `articles` on appear during a crawl.

    Attributes:
        seed: The text seed.
        articles: How many articles have appeared when the paper opens.
        eras: (1,), (2,) or (1, 2).
        first: The day of the oldest article.
        last: The day of the newest.
        old: How many of them were written in era 1.
        cut: When era 2 began.
    """

    seed: int
    articles: int
    eras: tuple[int, ...]
    first: datetime
    last: datetime
    old: int
    cut: datetime

    @classmethod
    def of(
        cls, seed: int, articles: int, eras: tuple[int, ...], first: datetime | None, last: datetime | None
    ) -> Chronicle:
        """Lay out the timeline; where both eras are spoken, three articles of five are old."""
        shares = {(1,): 1.0, (2,): 0.25, (1, 2): 0.6}
        if eras not in shares:
            raise ValueError("eras must be (1,), (2,) or (1, 2)")
        first = first or FIRST
        last = last or (CUT if eras == (1,) else LAST)
        old = round(articles * shares[eras])
        cut = CUT if first < CUT < last else first + (last - first) * shares[eras]
        return cls(seed, articles, eras, first, last, old, last if eras == (1,) else cut)

    def era(self, index: int) -> int:
        """Give the era in which the article was written."""
        return 1 if self.eras == (1,) or index < self.old else 2

    def migrated(self, index: int) -> bool:
        """Say whether an old article is served under an era 2 address as well (or only there)."""
        return 2 in self.eras and self.era(index) == 1 and (self.eras == (2,) or is_migrated(index))

    def published(self, index: int) -> datetime:
        """Give the moment of publication, to the second; it grows with the index."""
        if index >= self.articles:
            return self.last + timedelta(seconds=61 * (index - self.articles + 1))
        if self.era(index) == 1:
            start, end, place, size = self.first, self.cut, index, self.old
        else:
            start, end, place, size = self.cut, self.last, index - self.old, self.articles - self.old
        step = (end - start) / size
        jitter = Random(f"{self.seed}:{index}:time").random() * 0.95
        return (start + step * (place + jitter)).replace(microsecond=0)

    def number(self, index: int) -> int:
        """Give the article's number, the key of its record."""
        if self.era(index) == 2:
            return NATIVE + self._spread(index - self.old, 41)
        step = max(1, min(7, 990_000 // (self.old + _SPARE)))
        return _LOWEST + self._spread(self._imported(index), step)

    def index(self, number: int) -> int | None:
        """Give the article that bears a number (in either form), or None."""
        if MIGRATED < number < NATIVE:
            found = self.index(number - MIGRATED)
            return found if found is not None and self.migrated(found) else None
        if number >= NATIVE:
            guess = (number - NATIVE) // 41 + self.old
        else:
            step = max(1, min(7, 990_000 // (self.old + _SPARE)))
            guess = self._exported((number - _LOWEST) // step)
        return guess if guess >= 0 and self.number(guess) == number else None

    def _spread(self, rank: int, step: int) -> int:
        """Leave gaps between numbers, as drafts and pictures do."""
        return rank * step + (rank * 2_654_435_761 + self.seed * 97 >> 7) % step

    # The oldest articles were imported section by section, so their numbers do not follow the date.
    def _imported(self, index: int) -> int:
        block = self.old // 7 // CYCLE
        if index >= block * CYCLE:
            return index
        turn, place = divmod(index, CYCLE)
        return place * block + turn

    def _exported(self, rank: int) -> int:
        block = self.old // 7 // CYCLE
        if not 0 <= rank < block * CYCLE:
            return rank
        place, turn = divmod(rank, block)
        return turn * CYCLE + place
