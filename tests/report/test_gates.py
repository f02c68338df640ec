"""When a run must stop: walls in a row, unreadable pages, fields that fall away; what is a warning only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.report.balance import balance
from crawler.report.coverage import ENOUGH, FIELDS, fallen
from crawler.report.gates import UNREADABLE, WINDOW, Watch, comparable, few_articles, same_reach
from crawler.report.outcomes import FATES, Outcome


def outcome(text: str) -> Outcome:
    """An outcome of a word such as "failed:wall-login"."""
    fate, _, reason = text.partition(":")
    return Outcome(fate, reason, f"because of {reason}")


def first_stop(ends: Iterable[str], kind: str = "article") -> tuple[int, str] | None:
    """Which end stops the run (counted from 1), and its reason."""
    watch = Watch(lambda layout: [])
    for number, end in enumerate(ends, 1):
        if (stop := watch.see(kind, outcome(end))) is not None:
            return number, stop[0]
    return None


WALL, BAD, GOOD = "failed:wall-captcha", "quarantine:missing:body", "stored:new"


@pytest.mark.parametrize(
    ("ends", "stop"),
    [
        ([WALL] * 3, (3, "wall")),
        ([WALL, "failed:wall-login", "failed:wall-challenge"], (3, "wall")),
        ([WALL, GOOD] * 20, None),
        ([WALL, WALL, "unchanged:unchanged", WALL, WALL], None),
        ([WALL, WALL, BAD, WALL, WALL], None),
        ([WALL, "failed:timeout", WALL, "failed:http-404", WALL], (5, "wall")),
        ([WALL, "unchanged:http-304", WALL, "filtered:foreign-address", WALL], (5, "wall")),
        (["failed:wallpaper"] * 9, None),
        ([BAD] * 6, (6, "layout-change")),
        (["quarantine:invalid:title"] * 6, (6, "layout-change")),
        ([BAD] * 5 + [GOOD] * 15 + [BAD], None),
        ([BAD] * 5 + [GOOD] * 14 + [BAD], (20, "layout-change")),
        ([GOOD, GOOD, GOOD, BAD] * 30, None),
        ([GOOD, GOOD, BAD] * 30, (18, "layout-change")),
        ([BAD, "failed:timeout", "unchanged:http-304"] * 6, (16, "layout-change")),
        (["failed:http-404"] * 60, None),
        (["gone:http-404"] * 60, None),
        (["gone:soft-404"] * 6, (6, "layout-change")),
        (["failed:soft-404"] * 60, None),
        (["filtered:other-section"] * 60, None),
        (["filtered:not-article"] * 60, None),
    ],
)
def test_by_the_ends(ends: list[str], stop: tuple[int, str] | None) -> None:
    """Three walls in a row, or six of the last twenty pages unreadable; failures neither count nor help."""
    assert first_stop(ends) == stop


def test_an_accepted_layout() -> None:
    """Who has looked at the pages lets such a run go on; it is remembered what for. A wall stops it still."""
    watch = Watch(lambda layout: [], accepts_layout=True)

    assert [watch.see("article", outcome(BAD)) for _ in range(40)] == [None] * 40
    assert watch.accepted.startswith("6 of the last 6 article pages could not be read")
    assert [watch.see("article", outcome(WALL)) is None for _ in range(3)] == [True, True, False]


def test_listings_count_for_walls_alone() -> None:
    """A listing that cannot be read says nothing of the articles' layout."""
    assert first_stop([BAD] * 20, "listing") is None
    assert first_stop([WALL] * 3, "listing") == (3, "wall")


@given(st.lists(st.sampled_from([GOOD, BAD, "failed:timeout"]), max_size=80))
def test_the_window_is_the_last_twenty(ends: list[str]) -> None:
    """Whatever the order: it stops at the first page with six unreadable ones among the last twenty read."""
    read: list[str] = []
    expected = None
    for number, end in enumerate(ends, 1):
        if end == "failed:timeout":
            continue
        read.append(end)
        if read[-WINDOW:].count(BAD) >= UNREADABLE:
            expected = (number, "layout-change")
            break
    assert first_stop(ends) == expected


def shares(articles: int = ENOUGH, **fields: float) -> dict[str, float]:
    """Shares of a run: every field on all articles, but for those given."""
    return {"articles": articles, **dict.fromkeys(FIELDS, 1.0), **fields}


@pytest.mark.parametrize(
    ("now", "earlier", "lost"),
    [
        (shares(authors=0.49), [shares()], ["authors"]),
        (shares(authors=0.5), [shares()], []),
        (shares(authors=0.0, lead=0.1), [shares()], ["lead", "authors"]),
        (shares(tags=0.29), [shares(tags=0.6)], ["tags"]),
        (shares(tags=0.0), [shares(tags=0.59)], []),
        (shares(tags=0.35), [shares(tags=0.6), shares(tags=0.8)], []),
        (shares(19, authors=0.0), [shares()], []),
        (shares(authors=0.0), [shares(19)], []),
        (shares(authors=0.0), [], []),
        (shares(authors=0.0), [shares(authors=0.0)] * 7 + [shares()] * 50, []),
        (shares(authors=0.3), [shares(5, authors=0.0)] * 9 + [shares()] * 7, ["authors"]),
    ],
)
def test_fallen_fields(now: Mapping[str, float], earlier: list[Mapping[str, float]], lost: list[str]) -> None:
    """Half of the mean of the last seven runs with enough articles, where most articles had the field."""
    assert [line.partition(" ")[0] for line in fallen(now, earlier)] == lost


@pytest.mark.parametrize(
    ("new", "pages", "earlier", "warned"),
    [
        (4, 2, [(10, 6)] * 3, True),
        (5, 2, [(10, 6)] * 3, False),
        (0, 3, [(10, 6)] * 7, False),
        (0, 1, [(10, 6)] * 2, False),
        (0, 1, [(0, 3)] * 7, False),
        (4, 2, [(10, 6)] * 7 + [(0, 0)] * 50, True),
        (20, 4, [(9000, 800), (20, 4), (22, 5), (18, 4)], False),
    ],
)
def test_few_articles(new: int, pages: int, earlier: list[tuple[int, int]], warned: bool) -> None:
    """A warning only where the articles and the pages read have both fallen below half of the median."""
    assert (few_articles(new, pages, earlier) is not None) == warned


def test_what_is_compared() -> None:
    """Only runs that ended well, of the same spider and site; numbers only over the same reach."""
    options = {"spider": "politics", "origin": None, "goal": '{"sections": ["chinh-tri"]}', "max_pages": None}
    report = {
        "state": "ended",
        "exit_name": "ok",
        "options": {**options, "goal": {"sections": ["chinh-tri"]}},
    }

    assert comparable(report, options)
    assert same_reach(report["options"], options)  # type: ignore[arg-type]
    assert not comparable({**report, "exit_name": "wall"}, options)
    assert not comparable({**report, "state": "crashed"}, options)
    assert not comparable(report, {**options, "origin": "http://127.0.0.1:8000"})
    assert not comparable({}, options)
    assert not same_reach(report["options"], {**options, "max_pages": 3})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rows", "requested", "finished", "astray"),
    [
        ([("stored", "done", 3), ("failed", "failed", 1)], 4, True, 0),
        ([("stored", "done", 3), ("", "pending", 2)], 5, False, 0),
        ([("", "leased", 2)], 2, False, 0),
        ([("", "leased", 2)], 2, True, 1),
        ([("", "done", 1)], 1, True, 1),
        ([("", "", 1)], 1, True, 1),
        ([("stored", "failed", 1)], 1, True, 1),
        ([("quarantine", "failed", 1), ("gone", "done", 1), ("failed", "pending", 1)], 3, True, 0),
        ([("stored", "done", 3)], 4, True, 1),
        ([("stored", "done", 3)], None, False, 0),
        ([("burnt", "done", 1)], 1, True, 2),
    ],
)
def test_balance(
    rows: list[tuple[str, str, int]], requested: int | None, finished: bool, astray: int
) -> None:
    """Requested is the sum of the ends and of what was returned; whatever does not fit is said."""
    sums = balance(rows, requested=requested, finished=finished)

    assert len(sums.astray) == astray
    assert sums.balanced == (astray == 0)
    if sums.balanced:
        assert sums.requested == sum(sums.fates[fate] for fate in FATES) + sums.returned
