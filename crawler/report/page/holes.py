"""The holes that a run's page names, with advice: from the proof of completeness, bounded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from crawler.discover.window import Window
from crawler.report.page.words import shown

if TYPE_CHECKING:
    from crawler.report.completeness.hole import Hole
    from crawler.store.state import State

# The proof reads every address: some 60 µs each. Beyond so many a run's end does not wait for it, and the
# page says how to ask for it.
QUICK: Final = 10_000
MOST: Final = 30


def holes(state: State, *, now: datetime) -> dict[str, Any]:
    """Prove how complete a data folder is.

    Args:
        state: Its state; nothing may be uncommitted.
        now: The present of the proof.

    Returns:
        `as_of`; `counts`, cause -> holes; `unexplained`, how many of them need somebody; `holes`, the
        unexplained ones first, at most `MOST`.
    """
    from crawler.store.completeness.survey_folder import survey_folder  # imports much

    assert state.folder is not None
    with survey_folder(state.folder, sections=None, window=Window(), now=now, busy=False) as (survey, _):
        found = _worst(survey.holes())
        return {
            "as_of": now.isoformat(),
            "counts": {cause.value: count for cause, count in sorted(survey.hole_counts.items())},
            "unexplained": survey.unexplained.total(),
            "holes": found,
        }


def is_quick(state: State) -> bool:
    """Whether the proof takes less than a second."""
    return int(state.database.value("SELECT count(*) FROM address")) <= QUICK


def _worst(found: Iterable[Hole]) -> list[dict[str, Any]]:
    """The newest unexplained holes, then the newest explained ones."""
    kept: dict[bool, list[Hole]] = {False: [], True: []}
    for hole in found:
        group = kept[hole.explained]
        group.append(hole)
        if len(group) > 4 * MOST:
            kept[hole.explained] = _newest(group)
    return [_record(hole) for hole in (_newest(kept[False]) + _newest(kept[True]))[:MOST]]


def _newest(group: list[Hole]) -> list[Hole]:
    dated = sorted(group, key=lambda hole: (hole.section, hole.key, hole.url))
    return sorted(dated, key=lambda hole: hole.day.toordinal() if hole.day else 0, reverse=True)[:MOST]


def _record(hole: Hole) -> dict[str, Any]:
    return {
        "kind": hole.kind,
        "section": shown(hole.section, 60),
        "day": hole.day.isoformat() if hole.day else None,
        "until": hole.until.isoformat() if hole.until else None,
        "url": hole.url,
        "cause": hole.cause.value,
        "explained": hole.explained,
        "detail": shown(hole.detail),
        "advice": shown(hole.advice),
    }
