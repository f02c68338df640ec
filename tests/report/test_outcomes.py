"""The ledger's sums, the summary's words."""

from __future__ import annotations

import pytest

from crawler.report.notices import notices
from crawler.report.outcomes import Outcome, Outcomes
from crawler.report.summary import common_causes, each_once, summary


def ledger(*ends: str) -> Outcomes:
    """Outcomes from words such as "stored", "failed:timeout"; "pending" stays open."""
    outcomes = Outcomes()
    for number, end in enumerate(ends):
        fate, _, reason = end.partition(":")
        outcomes.find(f"https://baolangson.vn/{number}")
        if fate != "pending":
            outcomes.settle(f"https://baolangson.vn/{number}", Outcome(fate, reason, f"because of {reason}"))
    return outcomes


def test_the_first_end_stays() -> None:
    """An address has one end, even if it is settled or found again."""
    outcomes = ledger("stored")

    assert not outcomes.settle("https://baolangson.vn/0", Outcome("failed", "timeout"))
    outcomes.find("https://baolangson.vn/0")
    assert outcomes.fates() == {"stored": 1}
    assert len(outcomes) == 1


def test_sums() -> None:
    """The fates add up to what was found; reasons come most frequent first."""
    outcomes = ledger("stored", "failed:timeout", "failed:http-404", "failed:http-404", "pending")

    assert outcomes.fates() == {"stored": 1, "failed": 3, "pending": 1}
    assert outcomes.fates().total() == len(outcomes)
    assert outcomes.reasons("failed") == [("http-404", 2), ("timeout", 1)]


def test_summary_names_sums_and_troubles() -> None:
    """Sums by reason first; then each address in trouble with what is wrong."""
    articles = ledger(
        "stored", "failed:timeout", "filtered:other-section", "quarantine:missing:body", "pending"
    )
    lines = list(summary(articles, ledger("stored", "failed:http-500"), {"store/new": 1}))

    assert lines[0] == "found            5   on 1 listing pages"
    assert lines[1] == "stored           1   1 new, 0 changed"
    assert lines[2] == "failed           1   timeout 1"
    assert lines[3] == "quarantine       1   missing:body 1"
    assert lines[4] == "filtered         1   other-section 1"
    assert lines[5].startswith("pending          1")
    assert "listing pages failed: http-500 1" in lines
    assert "  failed (timeout)  https://baolangson.vn/1: because of timeout" in lines
    assert "  quarantine (missing:body)  https://baolangson.vn/3: because of missing:body" in lines


def test_summary_of_known_articles() -> None:
    """What was asked again has lines of its own, only where there is some."""
    lines = list(summary(ledger("unchanged:http-304", "unchanged", "gone:http-404"), ledger("stored"), {}))

    assert lines[1:4] == [
        "stored           0   0 new, 0 changed",
        "unchanged        2   http-304 1",
        "gone             1   http-404 1",
    ]


def test_summary_stays_short() -> None:
    """Of many troubles some are named and the rest counted."""
    lines = list(summary(ledger(*["failed:http-500"] * 500), ledger(), {}))

    assert len(lines) < 20
    assert lines[-1] == "  … and 490 more (see the log with -v)"


@pytest.mark.parametrize(
    ("articles", "listings", "words", "not_said"),
    [
        ([], ["failed:robots"], ["Nothing was fetched", "1 listing page to the agent 'langson'"], "stored"),
        (["failed:robots"] * 2, ["stored"], ["1 listing page was read", "forbids 2 articles"], "Nothing was"),
        (["stored", "failed:robots"], ["stored"], ["1 other article could be stored"], "Nothing was"),
        (["stored"] * 3, ["failed:robots"], ["3 other articles could be stored"], "Nothing was"),
    ],
)
def test_robots_notice(articles: list[str], listings: list[str], words: list[str], not_said: str) -> None:
    """What was refused and what was stored is said as it is, with rule, agent and lawful ways on."""
    text = "\n".join(notices(ledger(*articles), ledger(*listings), agent="langson"))

    assert text.startswith("REFUSED BY robots.txt: https://baolangson.vn/robots.txt forbids")
    ways_on = ("langson doctor", "langson archives", "langson ingest", "--origin")
    for word in [*words, *ways_on, "'langson'", "permission", "such as https://baolangson.vn/"]:
        assert word in text
    assert not_said not in text


def test_robots_unreachable_has_its_own_words() -> None:
    """A robots.txt that could not be had is no refusal: it says so in one line."""
    (line,) = notices(ledger("stored"), ledger("failed:robots-unreachable"), agent="langson")

    assert line.startswith("ROBOTS UNREACHABLE: https://baolangson.vn/robots.txt: because of robots-unreach")
    assert "1 other article could be stored" in line
    assert list(notices(ledger("stored", "failed:timeout"), ledger("stored"), agent="langson")) == []


def test_a_common_cause_is_one_line() -> None:
    """A dead host or a refusal strikes every address: one line a reason, three examples, the rest counted."""
    outcomes = ledger(*["failed:timeout"] * 12, "failed:robots", "failed:http-404", "stored")
    lines = list(common_causes(outcomes))

    assert lines == [
        "failed (timeout) 12  https://baolangson.vn/0, https://baolangson.vn/1, https://baolangson.vn/2"
        " and 9 more: because of timeout",
        "failed (robots)  https://baolangson.vn/12: because of robots",
    ]


def test_a_listing_under_two_forms_is_one_page() -> None:
    """With and without the slash at the end, and read again: one page to a reader, unless the ends differ."""
    listings = Outcomes()
    site = "https://baolangson.vn"
    for path in ("/a", "/a/", "/a (read again, 1)", "/a?page=2", "/a/?page=2", "/b"):
        listings.settle(site + path, Outcome("failed", "robots"))
    listings.settle(f"{site}/b/", Outcome("stored"))

    assert [address for address, _ in each_once(listings).with_fate("failed")] == [
        f"{site}/a",
        f"{site}/a?page=2",
        f"{site}/b",
    ]
    assert each_once(listings).fates() == {"failed": 3, "stored": 1}
