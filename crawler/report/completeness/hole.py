"""A hole: what should be there and is not, the likely cause, and what to do about it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from crawler.report.completeness.causes import Cause
from crawler.report.outcomes import ROBOTS

# Sources that hold copies of pages, see `store/schema.sql`, table sighting.
ARCHIVES = frozenset({"commoncrawl", "wayback"})
_ROBOTS_ADVICE = (
    'ask the paper, then `langson crawl --permission "who, when, what"`; or take it from an archive,'
    " `langson archives`"
)

# After a spent budget: the same command takes up what waits.
_GO_ON = "run `langson backfill` again on another day: it goes on where the budget ended"

ALL = "all sections"
Kind = Literal["article", "listing", "days"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """Something that should be there and is not.

    Attributes:
        kind: An article; a listing that was not read, and whatever it shows; silent days.
        section: Where it belongs; empty where that is not known, `ALL` for silence in all sections.
        day: Of publication, or the first silent day; None where no source says it.
        until: The last silent day.
        key, url: Of the article or listing.
        cause: The likely cause.
        explained: Whether nothing is left to be done or found out.
        detail: What is known of it.
        sources: Which sources show it.
        expected: How many articles are usual on silent days.
        advice: What to do.
    """

    kind: Kind
    section: str
    day: date | None = None
    until: date | None = None
    key: str = ""
    url: str = ""
    cause: Cause
    explained: bool = False
    detail: str = ""
    sources: tuple[str, ...] = ()
    expected: float | None = None
    advice: str = ""

    def is_robots(self) -> bool:
        """Whether robots.txt is the cause."""
        return self.cause == Cause.REFUSED and self.detail.startswith(ROBOTS)


def advised(hole: Hole) -> Hole:
    """Give the hole with what to do about it; nothing where it is explained, but for what only waits."""
    if hole.explained:
        return replace(hole, advice=_GO_ON) if hole.cause == Cause.NOT_FETCHED else hole
    return replace(hole, advice=_advice(hole))


def _advice(hole: Hole) -> str:
    archived = sorted(ARCHIVES.intersection(hole.sources))
    match hole.cause:
        case Cause.REFUSED if hole.is_robots():
            return _ROBOTS_ADVICE
        case Cause.REFUSED:
            return "look at it in a browser; or take it from an archive, `langson archives`"
        case Cause.WE_BROKE if hole.kind == "article":
            return "see quarantine/ and `langson extract --explain`"
        case Cause.NEVER_ASKED | Cause.GONE if archived:
            return f"`langson archives --source {archived[0]}`"
        case Cause.SITE_SILENT:
            return "look at the paper itself: nothing is to be done where it printed nothing"
        case Cause.GONE:
            return "`langson crawl` a day later says whether it stays away"
        case Cause.NEVER_ASKED | Cause.NOT_LOOKED_AT:
            return f"`langson crawl{_options(hole)}`"
        case Cause.NOT_FETCHED:
            return "a run ended before its turn: the same command (`langson crawl`, `backfill`) goes on"
        case _:
            return "`langson crawl` asks again when it is due"


def _options(hole: Hole) -> str:
    """What makes a crawl look there: the source that shows it, its section, its days."""
    via = "".join(f" --via {source}" for source in hole.sources if source not in ("listing", "ids", "file"))
    section = f" --section {hole.section}" if hole.section and hole.section[0].isalpha() else ""
    section = "" if hole.section == ALL else section
    days = f" --since {hole.day} --until {hole.until or hole.day}" if hole.day else ""
    return f"{via}{section}{days}"
