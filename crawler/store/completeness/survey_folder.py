"""The survey of a data folder: its rows, through the proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from crawler.discover.window import Window
from crawler.report.completeness.survey import Evidence, Survey
from crawler.sites.baolangson.urls import POLITICS_SECTIONS
from crawler.store.completeness.reader import Reader
from crawler.store.completeness.spool import Spool
from crawler.store.lock import is_held


@contextmanager
def survey_folder(
    folder: Path,
    *,
    sections: Sequence[str] | None,
    window: Window,
    now: datetime,
    busy: bool | None = None,
) -> Iterator[tuple[Survey, list[tuple[str, str, str]]]]:
    """Survey a data folder.

    Args:
        folder: The data folder.
        sections: The sections that count; None: those that its runs were asked for.
        window: The days asked for. Where it is open on both sides, what no run was asked for is no hole.
        now: The present.
        busy: Whether a crawl is at work there, see `Reader`; None: to be found out.

    Yields:
        The finished survey, and the sources that were asked as (name, state, detail).

    Raises:
        StoreError: The state cannot be read.
    """
    busy = is_held(folder) if busy is None else busy
    with Reader(folder, now=now, busy=busy) as reader, closing(Spool()) as spool:
        goals = reader.goals()
        asked = [section for goal in goals for section in goal.sections]
        wanted = sections or (asked if goals and all(goal.sections for goal in goals) else POLITICS_SECTIONS)
        within_goals = goals if sections is None and window == Window() else []
        survey = Survey(tuple(dict.fromkeys(wanted)), window, now.date(), spool, within_goals)
        for item in reader.items():
            survey.add(item)
        evidence = Evidence(reader.looks(), reader.covered())
        survey.finish(evidence, reader.unread_listings())
        yield survey, reader.sources()
