"""The named points between a page's arrival and its place in the dataset, for the tests to end a crawl there.

A crawl passes them unobserved: `observer` is None and nothing outside of the process can set it. It stands
beside the archive because archive and store both pass points, and this is the inner one of the two.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

POINTS: Final = (
    # a run's beginning
    "run.begun",
    "archive.begun",
    "frontier.reclaimed",
    # an address
    "frontier.leased",
    "page.received",
    "archive.written",
    "archive.flushed",
    "page.archived",
    "page.acknowledging",
    "state.committing",
    "state.committed",
    "page.acknowledged",
    "walk.saved",
    # publication
    "publish.begun",
    "publish.part-written",
    "publish.parts-flushed",
    "publish.renamed",
    "publish.folder-flushed",
    "publish.marking",
    "publish.marked",
    "run.changes-written",
    # a run's end
    "run.closing",
    "archive.closing",
    "archive.renamed",
    "archive.closed",
    "run.ended",
    "run.reported",
    "state.sealing",
    "state.sealed",
)

observer: Callable[[str], None] | None = None


def reached(point: str) -> None:
    """Say that a point of `POINTS` is reached; what was done before it is done, nothing behind it is."""
    if observer is not None:
        observer(point)
