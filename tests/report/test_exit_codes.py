"""Which exit code a crawl has earned, and the one table that says what each means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.cli.exit_codes import EXIT_CODES, ExitCode, crawl_exit_code, error_exit_code
from crawler.errors import CrawlerError, EncodingError, SettingError, StoreError
from crawler.report.exit_codes import TABLE, Ending, code_name, emptied_listings, run_exit_code
from crawler.store.lock import FolderBusyError
from tests.report.test_outcomes import ledger


@pytest.mark.parametrize(
    ("articles", "listings", "code"),
    [
        (["stored"], ["stored"], ExitCode.OK),
        (["stored", "unchanged:http-304", "gone:http-404"], ["stored"], ExitCode.OK),
        (["stored", "filtered:other-section", "filtered:older-than-since"], ["stored"], ExitCode.OK),
        (["stored"], ["stored", "filtered:past-the-end", "filtered:no-such-section"], ExitCode.OK),
        # nothing new
        ([], ["stored"], ExitCode.NOTHING_NEW),
        (["unchanged:unchanged", "unchanged:http-304"], ["stored"], ExitCode.NOTHING_NEW),
        (["gone:http-410"], ["stored"], ExitCode.NOTHING_NEW),
        (["filtered:older-than-since"], ["stored"], ExitCode.NOTHING_NEW),
        (["unchanged:http-304"], [], ExitCode.NOTHING_NEW),
        # partial
        (["stored", "failed:http-404"], ["stored"], ExitCode.PARTIAL),
        (["stored", "quarantine:missing:body"], ["stored"], ExitCode.PARTIAL),
        (["unchanged", "quarantine:missing:body"], ["stored"], ExitCode.PARTIAL),
        (["stored"], ["stored", "failed:http-500"], ExitCode.PARTIAL),
        (["stored", "pending"], ["stored"], ExitCode.PARTIAL),
        (["stored", "filtered:foreign-address"], ["stored"], ExitCode.PARTIAL),
        (["stored", "failed:robots"], ["stored"], ExitCode.PARTIAL),
        (["unchanged", "failed:robots"], ["stored"], ExitCode.PARTIAL),
        (["failed:http-404"], [], ExitCode.PARTIAL),
        (["stored", "failed:wall-paywall"], ["stored"], ExitCode.PARTIAL),
        (["stored", "failed:robots-unreachable"], ["stored"], ExitCode.PARTIAL),
        # robots
        ([], ["failed:robots"], ExitCode.ROBOTS),
        (["failed:robots", "filtered:other-section"], ["stored"], ExitCode.ROBOTS),
        # nothing at all
        ([], ["failed:empty-listing"], ExitCode.NOTHING),
        ([], ["filtered:no-such-section"], ExitCode.NOTHING),
        ([], [], ExitCode.NOTHING),
        ([], ["failed:connection-refused", "failed:timeout"], ExitCode.NOTHING),
        (["failed:unknown-host"], [], ExitCode.NOTHING),
        ([], ["failed:robots-unreachable"], ExitCode.NOTHING),
        (["failed:robots-unreachable"], [], ExitCode.NOTHING),
        # walls
        ([], ["failed:wall-captcha"], ExitCode.WALL),
        (["failed:wall-login"], ["stored"], ExitCode.WALL),
    ],
)
def test_by_the_ledger(articles: list[str], listings: list[str], code: ExitCode) -> None:
    """OK is earned only where something is new and nothing is missing for a reason that nobody asked for."""
    assert crawl_exit_code(ledger(*articles), ledger(*listings)) == code


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        (Ending(), ExitCode.OK),
        (Ending(reason="shutdown"), ExitCode.INTERRUPTED),
        (Ending(reason="throttled"), ExitCode.NOTHING),
        (Ending(reason="unreachable"), ExitCode.NOTHING),
        (Ending(reason="wall"), ExitCode.WALL),
        (Ending(reason="layout-change"), ExitCode.WALL),
        (Ending(emptied=("https://baolangson.vn/chinh-tri",)), ExitCode.WALL),
        (Ending(reason="start_error"), ExitCode.FAULT),
        (Ending(balanced=False), ExitCode.FAULT),
        (Ending(balanced=False, reason="wall"), ExitCode.FAULT),
        (Ending(store_error="disk full", balanced=False, reason="shutdown"), ExitCode.STORE),
        (Ending(reason="storage_error"), ExitCode.STORE),
    ],
)
def test_the_gravest_first(ending: Ending, code: ExitCode) -> None:
    """What ended the run as a whole counts more than its pages."""
    assert run_exit_code(ledger("stored"), ledger("stored"), ending) == code


def test_a_written_file_is_news() -> None:
    """A run that only writes what a killed one had stored has changed the dataset: 0, not 8."""
    known, listings = ledger("unchanged"), ledger("stored")

    assert run_exit_code(known, listings, Ending()) == ExitCode.NOTHING_NEW
    assert run_exit_code(known, listings, replace(Ending(), written=1)) == ExitCode.OK


def test_pages_that_show_no_article() -> None:
    """Every address answers, with nothing: nothing was found, unless articles are known from before."""
    nothing, pages = ledger(), ledger("stored", "stored", "filtered")
    assert run_exit_code(nothing, pages, Ending()) == ExitCode.NOTHING_NEW
    assert run_exit_code(nothing, pages, Ending(knows_none=True)) == ExitCode.NOTHING


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SettingError("x"), ExitCode.USAGE),
        (FolderBusyError("x"), ExitCode.BUSY),
        (StoreError("x"), ExitCode.STORE),
        (EncodingError("https://baolangson.vn/", "x"), ExitCode.PARTIAL),
    ],
)
def test_errors(error: CrawlerError, code: ExitCode) -> None:
    """An error that ends a command has its own code."""
    assert error_exit_code(error) == code


def test_one_table() -> None:
    """Every code has a name of its own and its meaning in --help."""
    assert [code for code, _, _ in TABLE] == list(ExitCode)
    assert len({name for _, name, _ in TABLE}) == len(TABLE)
    for code, name, meaning in TABLE:
        assert f"{code.value} {meaning}" in EXIT_CODES
        assert code_name(code.value) == name


def test_emptied_listings() -> None:
    """Only a listing without articles counts, not one that does not exist."""
    listings = ledger("failed:empty-listing", "filtered:empty-listing", "filtered:no-such-section", "stored")

    assert emptied_listings(listings) == ["https://baolangson.vn/0", "https://baolangson.vn/1"]
