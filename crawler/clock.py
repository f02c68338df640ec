"""The present: the one place of the rim that reads the clock. The pure parts are given it."""

from __future__ import annotations

from datetime import datetime

from crawler.discover.window import VIETNAM


def now() -> datetime:
    """Give the present to the second, in Vietnam's time."""
    return datetime.now(VIETNAM).replace(microsecond=0)
