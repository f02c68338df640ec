"""The data card as a whole. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.release.card import sections
from crawler.release.card.front_matter import Written, front_matter
from crawler.release.card.markdown import plain
from crawler.release.facts import Facts, ViewFacts
from crawler.release.holes import Holes
from crawler.release.selection import Selection
from crawler.release.snapshot import RobotsSeen

TITLE = "Báo Lạng Sơn: political news"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a release found: all that its papers say.

    Attributes:
        version: Its name.
        observed_until: The newest observation in it.
        previous: Version of the release before, or None.
        tables: What was written; the articles first.
        selection: What is released, and what is left out.
        facts, view_facts: Counts of articles and view counts.
        holes: What is known to be missing.
        robots: Every robots.txt that was received.
        annotations: Version of the annotations, or None.
        versions: Program -> version.
    """

    version: str
    observed_until: datetime
    previous: str | None
    tables: Sequence[Written]
    selection: Selection
    facts: Facts
    view_facts: ViewFacts
    holes: Holes
    robots: Sequence[RobotsSeen]
    annotations: str | None
    versions: Mapping[str, str]


def card_lines(found: Findings) -> Iterator[str]:
    """Give the lines of README.md."""
    counts = found.facts.languages
    languages = sorted(counts, key=lambda name: (-counts[name], name))
    title = f"{TITLE}, {found.version}"
    yield from front_matter(found.tables, title=title, languages=languages)
    yield ""
    yield f"# {plain(title)}"
    yield ""
    yield (
        f"A snapshot of the dataset, with all that was observed until {found.observed_until.isoformat()}."
        " It is never changed: a later state is another release."
    )
    for section in _sections(found):
        lines = list(section)
        if lines:
            yield ""
            yield from lines


def _sections(found: Findings) -> Iterator[Iterator[str]]:
    yield sections.loading(list(found.tables))
    yield sections.contents(found.facts)
    yield sections.splits(found.selection)
    yield sections.sources(found.facts)
    yield sections.robots_seen(list(found.robots))
    yield sections.views(found.facts, found.view_facts)
    yield sections.holes(found.holes)
    yield sections.left_out(found.selection)
    yield sections.annotated(found.annotations)
    yield sections.changes(found.previous)
    yield sections.licence()
    yield sections.made_with(found.facts, found.versions)
