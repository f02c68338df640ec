"""Numbers of articles that no source has shown, let wait to be tried within a budget."""

from __future__ import annotations

from datetime import date

from crawler.discover.goal import Goal
from crawler.discover.scope import Scope
from crawler.discover.sources.ids import LAST_SHORT, missing_numbers, short_link
from crawler.discover.window import Window
from crawler.store.source_meeting import ARTICLE_PRIORITY, NUMBER
from crawler.store.state import State

_SERIES = "main/"


def give_numbers(
    state: State, scope: Scope, goal: Goal, *, window: Window, budget: int, found_at: str
) -> int:
    """Let numbers wait to be tried, within one transaction.

    Args:
        state: The state.
        scope: Where they are tried.
        goal: What is wanted of the articles.
        window: The days wanted.
        budget: How many at most.
        found_at: The present, ISO 8601.

    Returns:
        How many wait now.
    """
    known = known_numbers(state)
    chosen = missing_numbers(known, budget, asked=_asked(state), window=window)
    with state.transaction():
        number = state.frontier.goal(goal.to_json())
        for one in chosen:
            state.frontier.add_article(
                f"{_SERIES}{one}", short_link(scope.base, one), goal=number, form=NUMBER,
                found_at=found_at, priority=ARTICLE_PRIORITY,
            )  # fmt: skip
    return len(chosen)


def known_numbers(state: State) -> dict[int, date | None]:
    """The numbers that a source has shown or an article has, with their days where known."""
    query = (
        "SELECT key, min(day) FROM (SELECT key, day FROM sighting UNION ALL"
        " SELECT key, substr(published_at, 1, 10) FROM article) WHERE key GLOB 'main/*' GROUP BY key"
    )
    found = {}
    for key, day in state.database.rows(query):
        number = key.removeprefix(_SERIES)
        if number.isdecimal() and int(number) <= LAST_SHORT:
            found[int(number)] = date.fromisoformat(day) if day else None
    return found


def _asked(state: State) -> set[int]:
    """The numbers of all addresses that are known, also of those that turned out to be nothing."""
    query = "SELECT key FROM address WHERE key GLOB 'main/*'"
    numbers = (key.removeprefix(_SERIES) for (key,) in state.database.rows(query))
    return {int(number) for number in numbers if number.isdecimal()}
