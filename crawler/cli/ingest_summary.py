"""The end of `langson ingest` in lines for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from crawler.cli.console import complain, say
from crawler.cli.exit_codes import ExitCode
from crawler.report.outcomes import FAILED, FILTERED, GONE, QUARANTINE, STORED, UNCHANGED

if TYPE_CHECKING:
    from crawler.store.ingest import Finished
    from crawler.store.ingest.run import Fates

_NAMED = 10
# How reasons that are ours are called for people.
_WORDS = {
    "robots": "robots.txt",
    "source-page": "pages of feeds or sitemaps",
    "no-listing": "listings that were not there",
}


def say_summary(finished: Finished, files: int, problems: int) -> None:
    """Say how a run ended.

    Args:
        finished: It.
        files: How many files were read.
        problems: What was wrong with them; each was told, and they are the first of the run's warnings.
    """
    for line in finished.warnings[problems:]:
        complain(line)
    for line in _sums(finished.fates, files, problems, finished):
        say(line)
    for path in finished.published[:_NAMED]:
        say(f"wrote {path}")
    if len(finished.published) > _NAMED:
        say(f"wrote {len(finished.published)} files")
    if finished.code == ExitCode.NOTHING_NEW:
        say("nothing was new or changed")
    if finished.code == ExitCode.INTERRUPTED:
        complain("interrupted; what was stored stays, the same command goes on")
    if finished.code == ExitCode.NOTHING:
        complain_of_nothing()


def say_nothing(passed: Fates, files: int, problems: int) -> None:
    """Say that no run was begun: nothing in the files is for us."""
    for line in _sums(passed, files, problems):
        say(line)
    complain_of_nothing()


def complain_of_nothing() -> None:
    """Say what may be wrong where a file holds nothing for us."""
    complain("no page of the paper is in these files (are they a copy's? give --origin)")


def _sums(fates: Fates, files: int, problems: int, finished: Finished | None = None) -> Iterator[str]:
    """A line for each fate of captures: their sum is what was found."""
    sums: dict[str, Counter[str]] = {}
    for (fate, reason), number in fates.items():
        sums.setdefault(fate, Counter())[reason or fate] += number
    skipped = finished.skipped if finished else 0
    yield _line(
        "found",
        sum(fates.values()) + skipped,
        f"captures of pages in {files} file{'' if files == 1 else 's'}",
    )
    if skipped:
        yield _line("skipped", skipped, "this folder has these captures already")
    stored = sums.pop(STORED, Counter())
    yield _line(STORED, stored.total(), _stored(stored, finished))
    for fate in (UNCHANGED, GONE, FAILED, QUARANTINE, FILTERED):
        if fate in sums:
            reasons = sums[fate].most_common()
            yield _line(fate, sums[fate].total(), ", ".join(f"{_WORDS.get(r, r)} {n}" for r, n in reasons))
    if problems:
        yield _line("problems", problems, "each named above")


def _stored(stored: Counter[str], finished: Finished | None) -> str:
    """What the stored captures are of: one article may have several, and a listing is none."""
    lists = stored["listing"]
    if finished is None or not stored:
        return ""
    read = f"{stored.total() - lists} captures of articles: {finished.new} new articles"
    read += f", {finished.changed} changed"
    return f"{read}; {lists} captures of listings" if lists else read


def _line(name: str, number: int, words: str) -> str:
    return f"{name:11} {number:6}   {words}".rstrip()
