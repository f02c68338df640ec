"""What is known to be missing from a release: the completeness proof, for those who use the dataset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from crawler.discover.window import Window
from crawler.release.selection import Selection
from crawler.report.completeness.causes import Cause
from crawler.report.completeness.hole import Hole
from crawler.report.completeness.records import csv_lines, hole_record
from crawler.report.completeness.survey import Survey
from crawler.store.completeness.survey_folder import survey_folder

# What a reader can do something with: our own advice and details are for whoever crawls.
HOLE_FIELDS: Final = (
    *("kind", "section", "day", "until", "cause", "explained", "url", "key", "sources", "expected"),
)


@dataclass(slots=True)
class Holes:
    """The holes of a dataset.

    Attributes:
        causes: (kind, cause, whether it is explained) -> how many.
        expected: (section, year) -> how many articles should be there.
        missing: (section, year) -> how many of them are not.
    """

    causes: Counter[tuple[str, Cause, bool]] = field(default_factory=Counter)
    expected: Counter[tuple[str, str]] = field(default_factory=Counter)
    missing: Counter[tuple[str, str]] = field(default_factory=Counter)


def write_holes(path: Path, data: Path, selection: Selection, *, now: datetime) -> Holes:
    """Survey a data folder, and write its holes as CSV.

    Args:
        path: The file.
        data: The data folder; the caller holds it.
        selection: What is released: what is left out on request is named among the holes neither.
        now: The moment up to which the dataset was observed.

    Raises:
        StoreError: The state cannot be read.
    """
    found = Holes()
    with survey_folder(data, sections=None, window=Window(), now=now, busy=False) as (survey, _):
        _count(survey, found)
        with path.open("xb") as file:
            file.writelines(csv_lines(HOLE_FIELDS, _records(survey, selection, found)))
    return found


def _count(survey: Survey, found: Holes) -> None:
    for section, month, row in survey.months():
        found.expected[section, month[:4]] += row.expected()
        found.missing[section, month[:4]] += row.missing()


def _records(survey: Survey, selection: Selection, found: Holes) -> Iterator[dict[str, Any]]:
    for hole in survey.holes():
        if not _is_redacted(hole, selection):
            found.causes[hole.kind, hole.cause, hole.explained] += 1
            yield hole_record(hole)


def _is_redacted(hole: Hole, selection: Selection) -> bool:
    return hole.key in selection.redacted or bool(hole.key and selection.redaction.named(hole.key))
