"""One article as all sources and the state know it, and where it is counted. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from crawler.discover.scope import in_sections
from crawler.report.completeness.causes import STORED, Cause, Verdict, judge
from crawler.sites.baolangson.urls import article_address

# Rows of the table that are no section of the paper's.
OTHER = "(other sections)"
UNKNOWN = "(section not known)"
_ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What is known of one article.

    Attributes:
        key: See `store.records.address_key`.
        url: An address of it.
        day: Of publication: as printed on its page, else the earliest that a source gives (a sitemap's
            date of change and an archive's capture never lie before publication); None where none does.
        page_section: The section that its page names, with its subsection; empty where it was never read.
        shown_in: The sections in which sources show it.
        sources: Which sources show it.
        stored: Whether its record is stored.
        elsewhere: Whether its record is stored under another number.
        state, reason, detail: Of its address in the frontier; empty where it has none.
        waits: Whether it cannot have been fetched yet.
        spent: Whether the last crawl ended because the day's budget was spent.
    """

    key: str
    url: str
    day: date | None = None
    page_section: str = ""
    shown_in: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    stored: bool = False
    elsewhere: bool = False
    state: str = ""
    reason: str = ""
    detail: str = ""
    waits: bool = False
    spent: bool = False

    def number(self) -> int | None:
        """Its number in the series that Vietnamese pages and era 2 share; None in another series."""
        series, _, number = self.key.partition("/")
        return int(number) if series == "main" and number.isascii() and number.isdigit() else None


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an article is counted: its section's row, and whether that is one of the wanted."""

    section: str
    wanted: bool


def placed(item: Item, wanted: Sequence[str]) -> Placed:
    """Say where an article is counted.

    What its page says counts most, then the section in its address (era 1), then the wanted one of those in
    which it was shown (the longest name, which is the subsection). What names no section may be wanted.
    """
    named = item.page_section or _in_address(item.url)
    shown = [named] if named else sorted(item.shown_in, key=lambda name: (-len(name), name))
    names = [name for name in map(section_name, shown) if name]
    if not names:
        return Placed(UNKNOWN, wanted=True)
    mine = [name for name in names if is_wanted(name, tuple(wanted))]
    return Placed(mine[0], wanted=True) if mine else Placed(OTHER, wanted=False)


def section_name(path: str) -> str:
    """Give the one name of a section: pages of the English edition name theirs without the edition.

    >>> section_name("politics"), section_name("chinh-tri/")
    ('en/politics', 'chinh-tri')
    """
    path = path.strip("/")
    return f"{_ENGLISH}/{path}" if path == "politics" else path


@lru_cache(maxsize=4096)
def is_wanted(name: str, wanted: tuple[str, ...]) -> bool:
    """Whether a section, named as `section_name` does, is one of the wanted ones or lies in one."""
    parts = name.removeprefix(f"{_ENGLISH}/").split("/", 1)
    return name in wanted or in_sections(parts[0], parts[1] if len(parts) > 1 else None, wanted)


def _in_address(url: str) -> str:
    """The section that an era 1 address names, whichever host serves it."""
    origin = "/".join(url.split("/", 3)[:3])
    address = article_address(url, origin=origin)
    if address is None or address.section is None:
        return ""
    path = "/".join(name for name in (address.section, address.subsection) if name)
    return f"{_ENGLISH}/{path}" if address.language == _ENGLISH else path


def verdict(item: Item, place: Placed) -> Verdict:
    """Say what became of an article."""
    if item.stored:
        return STORED
    if not place.wanted:
        return Verdict(Cause.LEFT_OUT, explained=True, detail="of another section")
    return judge(
        item.state,
        item.reason,
        item.detail,
        elsewhere=item.elsewhere,
        waits=item.waits,
        spent=item.spent,
    )
