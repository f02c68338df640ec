"""What a crawl wants: sections and days, kept with the address as text."""

from __future__ import annotations

from datetime import datetime

import pytest

from crawler.discover.goal import Goal
from crawler.discover.window import Window

OCTOBER = Window(
    datetime.fromisoformat("2022-10-01T00:00:00+07:00"), datetime.fromisoformat("2022-11-01T00:00:00+07:00")
)
GOAL = Goal(("chinh-tri",), OCTOBER)


@pytest.mark.parametrize(
    ("section", "published_at", "reason"),
    [
        ("chinh-tri", "2022-10-05T08:00:00+07:00", None),
        ("chinh-tri/xay-dung-dang", "2022-10-05T08:00:00+07:00", None),
        ("the-thao", "2022-10-05T08:00:00+07:00", "other-section"),
        ("chinh-tri", "2022-09-30T23:59:59+07:00", "older-than-since"),
        ("chinh-tri", "2022-11-01T00:00:00+07:00", "newer-than-until"),
        ("", None, None),
        ("the-thao", None, "other-section"),
    ],
)
def test_misses(section: str, published_at: str | None, reason: str | None) -> None:
    """A known section or day that is not wanted gives its reason; what is not known may be wanted."""
    found = GOAL.misses(section, published_at)

    assert (found[0] if found else None) == reason


@pytest.mark.parametrize(
    "goal", [Goal(), GOAL, Goal(("tieu-diem", "thong-bao"), Window(OCTOBER.since, None))]
)
def test_text_keeps_the_goal(goal: Goal) -> None:
    """A goal read from its text is the same goal, and the same goal has the same text."""
    again = Goal.from_json(goal.to_json())

    assert again == goal
    assert again.to_json() == goal.to_json()


def test_no_sections_means_every_article() -> None:
    """Addresses that somebody gave are wanted whatever their section."""
    assert Goal().misses("the-thao", "2022-10-05T08:00:00+07:00") is None
