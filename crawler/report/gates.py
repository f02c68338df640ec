"""When a run must not go on: a wall, or pages that are not what they were. Pure.

- Three answers in a row that are walls (a login, a captcha, a challenge): the site does not want to be
  read; more requests would make it worse. Failures between them (a timeout) neither count nor break the row.
- Six of the last twenty article pages could not be read (a landmark is missing, a rule is broken), or are
  said to be gone by a page that says so with HTTP 200: the layout has changed, and what could still be read
  may be read wrongly.
- A field that most articles had in earlier runs is missing on most of this run's new ones: likewise.

The second and third take back what the run has stored, unless the operator has looked at the pages and lets
such runs go on (`--accept-layout`): then what cannot be read is set aside, and the rest is kept. A wall takes
nothing back: pages read before it were read as ever, and a site that puts a wall up after some hundred pages
would never be read to its end.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any

from crawler.discover.goal import OF_THE_GOAL
from crawler.items import Article
from crawler.report.coverage import ENOUGH, Coverage, fallen
from crawler.report.outcomes import (
    FILTERED,
    GONE,
    LAYOUT_CHANGE,
    QUARANTINE,
    STORED,
    UNCHANGED,
    WALL,
    Outcome,
    is_wall,
)

WALLS = 3
WINDOW = 20
UNREADABLE = 6  # of the window: 30 %
TAKES_BACK = frozenset({LAYOUT_CHANGE})
# Fewer earlier runs than this say nothing of how many articles to expect.
_COMPARED = 3
_LAST = 7
_SAID_BY_A_PAGE = ("soft-404", "gone-home")

Earlier = Callable[[str], Sequence[Mapping[str, float]]]


class Watch:
    """Sees every end of a run's addresses in their order, and says when the run must stop.

    Args:
        earlier: Gives the shares of earlier runs' fields for a layout, see `coverage.fallen`.
        accepts_layout: Whether pages that cannot be read stop nothing.

    Attributes:
        accepted: What a run would have stopped at first, had it not been accepted; empty for nothing.
    """

    def __init__(self, earlier: Earlier, *, accepts_layout: bool = False) -> None:
        self._earlier = earlier
        self._accepts_layout = accepts_layout
        self.accepted = ""
        self._walls = 0
        self._window: deque[bool] = deque(maxlen=WINDOW)
        self.coverage = Coverage()

    def see(self, kind: str, outcome: Outcome) -> tuple[str, str] | None:
        """Take in an end.

        Args:
            kind: "article" or "listing".
            outcome: The end.

        Returns:
            (finish reason, one sentence) where the run must stop, else None.
        """
        if is_wall(outcome.reason):
            self._walls += 1
            stopped = self._walls >= WALLS
            return (WALL, f"{self._walls} walls in a row; the last: {outcome.detail}") if stopped else None
        if not _was_read(outcome):
            return None
        self._walls = 0
        if kind != "article":
            return None
        self._window.append(_is_unreadable(outcome))
        if sum(self._window) < UNREADABLE:
            return None
        message = f"{sum(self._window)} of the last {len(self._window)} article pages could not be read"
        return self._layout_changed(f"{message}; the last: {outcome.detail}")

    def stored(self, article: Article) -> tuple[str, str] | None:
        """Take in a new article; see `see`."""
        layout = self.coverage.add(article)
        if self.coverage.articles(layout) < ENOUGH:
            return None
        lost = fallen(self.coverage.shares()[layout], self._earlier(layout))
        return (
            self._layout_changed(f"articles of {layout} lack what they had: {'; '.join(lost)}")
            if lost
            else None
        )

    def _layout_changed(self, detail: str) -> tuple[str, str] | None:
        if not self._accepts_layout:
            return LAYOUT_CHANGE, detail
        self.accepted = self.accepted or detail
        return None


def _was_read(outcome: Outcome) -> bool:
    """Whether a page came and was read: HTTP 304 shows none, a failure says nothing of the site's pages."""
    if outcome.fate == GONE:
        return outcome.reason in _SAID_BY_A_PAGE
    if outcome.fate == FILTERED:
        return outcome.reason in OF_THE_GOAL
    return outcome.fate in (STORED, UNCHANGED, QUARANTINE) and outcome.reason != "http-304"


def _is_unreadable(outcome: Outcome) -> bool:
    return outcome.fate in (QUARANTINE, GONE)


def few_articles(new: int, pages: int, earlier: Sequence[tuple[int, int]]) -> str | None:
    """Warn where a run found far fewer new articles than comparable ones, and read fewer listing pages too.

    Fewer articles alone are no sign: a holiday, or a run an hour after the last one. With fewer pages it
    may be that paging has broken. It is a warning only: a run after a first, long one looks the same.

    Args:
        new: New articles of this run.
        pages: Listing pages that it read.
        earlier: The same of earlier runs over the same sections, the newest first.
    """
    last = earlier[:_LAST]
    if len(last) < _COMPARED:
        return None
    usual, usual_pages = (median(column) for column in zip(*last, strict=True))
    if new >= usual / 2 or pages >= usual_pages / 2:
        return None
    return (
        f"few articles: {new} new on {pages} listing pages; the last {len(last)} runs had {usual:g} on"
        f" {usual_pages:g}; look whether the listings still lead on"
    )


def comparable(report: Mapping[str, Any], options: Mapping[str, Any]) -> bool:
    """Whether an earlier run's report may be compared with a run of these options: same spider and site."""
    earlier = report.get("options", {})
    return bool(
        report.get("state") == "ended"
        and report.get("exit_name") in ("ok", "partial", "nothing-new")
        and all(earlier.get(name) == options.get(name) for name in ("spider", "origin"))
    )


def same_reach(earlier: Mapping[str, Any], options: Mapping[str, Any]) -> bool:
    """Whether an earlier run's report was over the same sections and as many pages as a run's options ask."""
    same_pages = all(earlier.get(name) == options.get(name) for name in ("max_pages", "via"))
    return same_pages and _sections(earlier) == _sections(options)


def _sections(options: Mapping[str, Any]) -> Any:
    goal = options.get("goal") or {}
    return (json.loads(goal) if isinstance(goal, str) else goal).get("sections")
