"""How a pipeline says that a page gives no record."""

from __future__ import annotations

from dataclasses import dataclass

from scrapy.exceptions import DropItem

from crawler.items import Article
from crawler.report.outcomes import FILTERED, Outcome
from crawler.report.page_end import end_of, page_outcome

__all__ = ["Refusal", "Refused", "end_of", "page_outcome"]


@dataclass(frozen=True, slots=True)
class Refused:
    """An item that gives no record: it passes the other pipelines, and `StorePipeline` notes its end.

    Attributes:
        asked: The address that was asked for.
        article: The record, where there is one that is only not wanted.
    """

    asked: str
    outcome: Outcome
    article: Article | None = None


class Refusal(DropItem):
    """A dropped item with its outcome; the ledger counts it by fate and reason."""

    def __init__(self, outcome: Outcome) -> None:
        level = "DEBUG" if outcome.fate == FILTERED else "WARNING"
        super().__init__(f"{outcome.fate} ({outcome.reason}): {outcome.detail}", log_level=level)
        self.outcome = outcome
