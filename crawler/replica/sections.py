"""The paper's sections, and which article stands in which by arithmetic alone.

Sections repeat in a cycle of forty articles, so that the k-th newest article of any section is found
without looking at the others: that is what lets a paper of 100,000 articles answer for page 500 of a
listing at once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

ELECTION = "bau-cu-dai-bieu-quoc-hoi-khoa-xv-va-dai-bieu-hdnd-cac-cap-nhiem-ky-2021-2026"
DRAFTS = "dong-gop-y-kien-vao-du-thao-cac-van-kien-dai-hoi-dang-bo-tinh"
CYCLE = 40
# Groups of ten articles, every third of which was carried into era 2; with the cycle the pattern
# repeats every 120.
PERIOD = 120


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its slugs as in era 1 addresses, its printed names, its category number."""

    section: str
    subsection: str | None
    name: str
    subname: str | None
    category: int
    share: int
    language: str = "vi"
    political: bool = True

    @property
    def path(self) -> str:
        """The listing's path below the origin, without slashes at the ends."""
        edition = "en/" if self.language == "en" else ""
        return f"{edition}{self.section}/{self.subsection}" if self.subsection else edition + self.section


SECTIONS = (
    Section("chinh-tri", None, "Chính trị", None, 58, 14),
    Section("chinh-tri", "xay-dung-dang", "Chính trị", "Xây dựng Đảng", 61, 5),
    Section("tieu-diem", None, "Tiêu điểm", None, 70, 2),
    Section("thong-bao", None, "Thông báo", None, 71, 2),
    Section("trang-dia-phuong", "huyen-bac-son", "Trang địa phương", "Huyện Bắc Sơn", 81, 1),
    Section("trang-dia-phuong", "huyen-chi-lang", "Trang địa phương", "Huyện Chi Lăng", 82, 1),
    Section(ELECTION, None, "Bầu cử đại biểu Quốc hội khóa XV", None, 90, 1),
    Section("uncategorized", DRAFTS, "Uncategorized", "Đóng góp ý kiến vào dự thảo văn kiện", 91, 1),
    Section("phong-su-anh", None, "Phóng sự ảnh", None, 95, 1),
    Section("infographic", None, "Infographic", None, 96, 1),
    Section("politics", None, "Politics", None, 120, 1, language="en"),
    Section("kinh-te", None, "Kinh tế", None, 59, 4, political=False),
    Section("the-thao", None, "Thể thao", None, 63, 3, political=False),
    Section("xa-hoi", None, "Xã hội", None, 60, 3, political=False),
)


def cycle(seed: int) -> tuple[Section, ...]:
    """Give the section of each of the forty places of the cycle, shuffled by the seed."""
    places = [section for section in SECTIONS for _ in range(section.share)]
    Random(f"{seed}:cycle").shuffle(places)
    return tuple(places)


def is_migrated(index: int) -> bool:
    """Say whether an old article was carried into era 2 (one group of ten in three)."""
    return index // 10 % 3 == 0


@dataclass(frozen=True, slots=True)
class Run:
    """Articles at fixed places of every period, from `start` to below `stop`; newest first.

    >>> list(Run(places=(1, 3), start=0, stop=122))
    [121, 3, 1]
    """

    places: tuple[int, ...]
    start: int
    stop: int

    def _below(self, index: int) -> int:
        """Count the places before an index, from 0 on."""
        return index // PERIOD * len(self.places) + bisect_left(self.places, index % PERIOD)

    def __len__(self) -> int:
        return max(0, self._below(self.stop) - self._below(self.start))

    def __getitem__(self, rank: int) -> int:
        if not 0 <= rank < len(self):
            raise IndexError(rank)
        turn, place = divmod(self._below(self.stop) - 1 - rank, len(self.places))
        return turn * PERIOD + self.places[place]

    def __iter__(self) -> Iterator[int]:
        return (self[rank] for rank in range(len(self)))


@dataclass(frozen=True, slots=True)
class Roll:
    """Runs one after the other: the contents of a listing, newest first."""

    runs: tuple[Run, ...]

    def __len__(self) -> int:
        return sum(len(run) for run in self.runs)

    def __iter__(self) -> Iterator[int]:
        return (index for run in self.runs for index in run)

    def cut(self, start: int, stop: int) -> list[int]:
        """Give the indexes from rank `start` to below `stop`, without walking the others."""
        found: list[int] = []
        for run in self.runs:
            size = len(run)
            found += [run[rank] for rank in range(max(0, start), min(size, stop))]
            start, stop = start - size, stop - size
        return found
