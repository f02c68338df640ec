"""What the doctor has to judge by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from crawler.archive.exchange import Exchange

ROBOTS: Final = "robots"
LISTING: Final = "listing"
XHR: Final = "xhr"
FEED: Final = "feed"
SITEMAP: Final = "sitemap"
REST: Final = "rest"
SEARCH: Final = "search"
IDS: Final = "ids"
ARTICLE: Final = "article"
OTHER: Final = "other"
# Ways to the articles, in the order of the report.
WAYS: Final = (LISTING, XHR, FEED, SITEMAP, REST, SEARCH, IDS)

# What became of a question.
ANSWERED, REFUSED, FAILED = "answered", "refused", "failed"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what became of it.

    Attributes:
        way: To what it belongs: one of `WAYS`, "article" or "robots".
        outcome: "answered", whatever the answer; "refused" by robots.txt, not asked; "failed": no answer.
        reason, detail: Why there is no answer: a slug, and one sentence.
    """

    url: str
    way: str
    outcome: str = ANSWERED
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Whom the doctor asks, and as whom.

    Attributes:
        base: Scheme and host.
        copy: The same where it is a copy of the paper, else None.
        agent: The name that robots.txt is asked about.
        sections: Slugs of the sections that are looked for.
        permitted: Whether a permission was given for what robots.txt refuses. Its text is not kept.
    """

    base: str
    copy: str | None
    agent: str
    sections: tuple[str, ...]
    permitted: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that was asked and answered.

    Attributes:
        asked: Every question in order; empty where only an archive is at hand.
        exchanges: Every exchange in order.
    """

    place: Place
    exchanges: Sequence[Exchange]
    asked: Sequence[Asked] = field(default_factory=tuple)

    def to_json(self) -> dict[str, Any]:
        """Give it without the exchanges."""
        return {"place": asdict(self.place), "asked": [asdict(question) for question in self.asked]}


def read_evidence(told: Mapping[str, Any], exchanges: Sequence[Exchange]) -> Evidence:
    """Build it again from `Evidence.to_json`.

    Raises:
        KeyError, TypeError: It is something else.
    """
    place = dict(told["place"])
    place["sections"] = tuple(place["sections"])
    return Evidence(Place(**place), exchanges, tuple(Asked(**question) for question in told["asked"]))
