"""The ledger's sums, the summary's words, the exit code earned."""

from __future__ import annotations

import pytest

from crawler.cli.exit_codes import ExitCode, crawl_exit_code
from crawler.report.outcomes import Outcome, Outcomes
from crawler.report.summary import robots_notice, summary


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


@pytest.mark.parametrize(
    ("articles", "listings", "code"),
    [
        (["stored"], ["stored"], ExitCode.OK),
        (["stored", "filtered:other-section", "filtered:older-than-since"], ["stored"], ExitCode.OK),
        (["filtered:older-than-since"], ["stored"], ExitCode.OK),
        (["stored"], ["stored", "filtered:past-the-end", "filtered:no-such-section"], ExitCode.OK),
        (["stored", "failed:http-404"], ["stored"], ExitCode.PARTIAL),
        (["stored", "quarantine:missing:body"], ["stored"], ExitCode.PARTIAL),
        (["stored"], ["stored", "failed:http-500"], ExitCode.PARTIAL),
        (["stored", "pending"], ["stored"], ExitCode.PARTIAL),
        (["stored", "filtered:foreign-address"], ["stored"], ExitCode.PARTIAL),
        (["stored", "failed:robots"], ["stored"], ExitCode.PARTIAL),
        (["failed:http-404"], [], ExitCode.PARTIAL),
        ([], ["failed:robots"], ExitCode.ROBOTS),
        (["failed:robots", "filtered:other-section"], ["stored"], ExitCode.ROBOTS),
        ([], ["failed:empty-listing"], ExitCode.NOTHING),
        ([], ["stored"], ExitCode.NOTHING),
        ([], ["failed:connection-refused", "failed:timeout"], ExitCode.NOTHING),
        (["failed:unknown-host"], [], ExitCode.NOTHING),
    ],
)
def test_exit_codes(articles: list[str], listings: list[str], code: ExitCode) -> None:
    """OK is earned only where nothing is missing for a reason that nobody asked for."""
    assert crawl_exit_code(ledger(*articles), ledger(*listings)) == code


def test_summary_names_sums_and_troubles() -> None:
    """Sums by reason first; then each address in trouble with what is wrong."""
    articles = ledger(
        "stored", "failed:timeout", "filtered:other-section", "quarantine:missing:body", "pending"
    )
    lines = list(summary(articles, ledger("stored", "failed:http-500"), {"store/new": 1}))

    assert lines[0] == "found            5   on 1 listing pages"
    assert lines[1] == "stored           1   1 new, 0 changed, 0 unchanged"
    assert lines[2] == "failed           1   timeout 1"
    assert lines[3] == "quarantine       1   missing:body 1"
    assert lines[4] == "filtered         1   other-section 1"
    assert lines[5].startswith("pending          1")
    assert "listing pages failed: http-500 1" in lines
    assert "  failed (timeout)  https://baolangson.vn/1: because of timeout" in lines


def test_summary_stays_short() -> None:
    """Of many troubles some are named and the rest counted."""
    lines = list(summary(ledger(*["failed:timeout"] * 500), ledger(), {}))

    assert len(lines) < 20
    assert lines[-1] == "  … and 490 more (see the log with -v)"


def test_robots_notice_says_what_can_be_done() -> None:
    """The notice names rule, agent and lawful ways on."""
    text = "\n".join(robots_notice("https://baolangson.vn", "langson"))

    assert "https://baolangson.vn/robots.txt forbids" in text
    assert "'langson'" in text
    assert "permission" in text
