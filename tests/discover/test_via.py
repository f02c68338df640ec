"""The option `--via`, a span of months, and what is said of a way."""

from __future__ import annotations

import itertools
from contextlib import nullcontext
from datetime import date, datetime

import pytest

from crawler.discover.months import months_of, parse_end
from crawler.discover.via import Result, Via, check_budget, parse_via
from crawler.discover.window import VIETNAM, Window, parse_window
from crawler.errors import SettingError

NOW = datetime(2024, 3, 10, 8, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("via", "addresses", "expected"),
    [
        (None, None, Via()),
        ("auto", None, Via()),
        ("feed,sitemap", None, Via(("feed", "sitemap"))),
        (["feed", "listing, feed"], None, Via(("feed", "listing"))),
        ("file", "a.txt", Via(("file",), "a.txt")),
        ("file:a.txt", None, Via(("file",), "a.txt")),
    ],
)
def test_via(via: str | list[str] | None, addresses: str | None, expected: Via) -> None:
    """Names repeated or separated by commas, each once, in their order."""
    assert parse_via(via, addresses) == expected


@pytest.mark.parametrize(
    ("via", "addresses", "message"),
    [
        ("rss", None, "'rss' is none of auto, listing, feed"),
        ("feed,auto", None, "auto stands alone"),
        ("file", None, "--addresses FILE"),
        ("feed", "a.txt", "--addresses FILE"),
        ("file:a.txt", "b.txt", "two files"),
        ("feed:a", None, "'feed:a' is none of"),
    ],
)
def test_a_slip_is_refused(via: str, addresses: str | None, message: str) -> None:
    """An unknown way, or a file without its way, is said before anything is asked."""
    with pytest.raises(SettingError, match=message.replace("(", r"\(")):
        parse_via(via, addresses)


@pytest.mark.parametrize(
    ("via", "budget", "refused"),
    [
        (None, None, False),
        ("feed", "", False),
        ("ids", 9, False),
        ("listing,ids", "9", False),
        (None, 9, True),
        ("listing,feed", "9", True),
    ],
)
def test_a_budget_counts_numbers(via: str | None, budget: object, refused: bool) -> None:
    """Where no numbers are tried, nobody would ever look at it: it is refused."""
    with pytest.raises(SettingError, match="give --via ids") if refused else nullcontext():
        check_budget(parse_via(via), budget)


@pytest.mark.parametrize("since", ["2024-03-11", "2030-01-01"])
def test_a_future_since_is_refused(since: str) -> None:
    """No article can match: a slip."""
    with pytest.raises(SettingError, match=f"since: {since} is in the future"):
        parse_window(since, None, now=NOW)


def test_today_is_no_future() -> None:
    """Also late in the evening of another zone."""
    assert parse_window("2024-03-10", None, now=NOW).since == datetime(2024, 3, 10, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2010", date(2010, 1, 1), date(2010, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-12", date(2023, 12, 1), date(2023, 12, 31)),
        ("2023-12-05", date(2023, 12, 5), date(2023, 12, 5)),
    ],
)
def test_the_ends_of_a_span(text: str, first: date, last: date) -> None:
    """A year, a month or a day, from its first day and to its last."""
    assert (parse_end(text, "from", last=False), parse_end(text, "to", last=True)) == (first, last)


@pytest.mark.parametrize("text", ["", "24", "2024-13", "2023-02-29", "0000", "9999-12-32", "2010-5", "٢٠١٠"])
def test_no_end_of_a_span(text: str) -> None:
    """Anything else is named."""
    with pytest.raises(SettingError, match="from: "):
        parse_end(text, "from", last=False)


def test_months_meet_without_a_gap() -> None:
    """The newest first, each ending where the one after it begins."""
    window = Window(datetime(2019, 5, 17, tzinfo=VIETNAM), datetime(2024, 3, 2, tzinfo=VIETNAM))
    months = list(months_of(window))
    assert [months[0][0], months[-1][0], len(months)] == ["2024-03", "2019-05", 59]
    assert (months[0][1].before, months[-1][1].since) == (window.before, window.since)
    assert all(newer.since == older.before for (_, newer), (_, older) in itertools.pairwise(months))


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (
            Result("feed", "answers", "", 50, date(2024, 3, 1)),
            "the newest 50 articles only, back to 2024-03-01",
        ),
        (
            Result("feed", "answers", "", 78, date(2024, 3, 1), is_enough=True),
            "feed answers: 78 articles shown, back to 2024-03-01; older ones were not asked for",
        ),
        (Result("listing", "answers", "", 201), "listing answers: 201 articles shown"),
        (Result("listing", "answers"), "listing answers: nothing has changed there"),
        (Result("ids", "empty", "every number was tried"), "ids: nothing was tried: every number was"),
        (Result("feed", "answers", "", 500, None, goes_back=True), "feed answers: 500 articles shown"),
        (Result("search", "answers", "", 5), "other articles are out of its reach"),
        (Result("sitemap", "silent", "HTTP 404"), "sitemap does not answer: HTTP 404"),
        (Result("rest", "silent", known=True), "not asked again"),
        (Result("feed", "refused"), "refused by robots.txt"),
        (Result("feed", "empty"), "shows no article"),
        (Result("file", "answers", "2 lines give no address", 7), "7 articles named; 2 lines give"),
        (Result("ids", "answers", "40 numbers are tried", 40), "ids answers: 40 numbers are tried"),
        (Result("feed"), "was not asked"),
    ],
)
def test_what_is_said_of_a_way(result: Result, said: str) -> None:
    """Whether it answers, and what is out of its reach."""
    assert said in result.line()
