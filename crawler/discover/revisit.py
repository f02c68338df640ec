"""When an address is asked again by a later run. Pure; moments are Unix seconds.

News is corrected soon or never, and its views grow fastest in its first days, so visits thin out with
the article's age.
"""

from __future__ import annotations

from datetime import datetime

HOUR = 3600.0
DAY = 24 * HOUR
# (younger than, asked again after)
_VISITS = ((1 * DAY, 6 * HOUR), (7 * DAY, 1 * DAY), (30 * DAY, 7 * DAY), (365 * DAY, 90 * DAY))
# After the first, second… run that gave an address up; then never.
_AFTER_FAILURES = (0.0, 1 * HOUR, 6 * HOUR, 1 * DAY, 7 * DAY, 30 * DAY)
# What is not there is looked for once more before it counts as gone.
GONE_CHECK = 1 * DAY


def next_visit(published_at: str, now: float) -> float | None:
    """Give the moment of an article's next visit, or None where it is too old to change.

    >>> day = datetime.fromisoformat("2026-11-20T08:00:00+07:00").timestamp()
    >>> (next_visit("2026-11-01T08:00:00+07:00", day) - day) / DAY
    7.0
    """
    age = now - datetime.fromisoformat(published_at).timestamp()
    for younger, after in _VISITS:
        if age < younger:
            return now + after
    return None


def next_try(fails: int, now: float) -> float | None:
    """Give the moment from which a later run tries an address again that runs have given up.

    Args:
        fails: How many runs in a row gave it up, this one included.
        now: The present.
    """
    return now + _AFTER_FAILURES[fails - 1] if 1 <= fails <= len(_AFTER_FAILURES) else None
