"""The replica's pages in archives on this machine, and `langson archives` started on them."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from crawler.discover.scope import in_sections, parse_sections
from crawler.discover.window import VIETNAM
from crawler.replica import Newspaper
from tests.rim.command import ROOT, Done
from tests.web_archives.desk import endpoints_of
from tests.web_archives.shelf import CommonCrawlServer, Server, Shelf, WaybackServer

LAST = datetime(2026, 9, 1, tzinfo=VIETNAM)  # of publication: every capture lies behind it, and before today


def paper_of(articles: int, seed: int = 5) -> Newspaper:
    """A paper whose articles were all published some months ago."""
    return Newspaper(seed, articles, last=LAST)


def wanted(paper: Newspaper) -> list[int]:
    """The articles of politics."""
    sections = parse_sections(None)
    places = ((index, paper.section(index)) for index in range(len(paper)))
    return [index for index, place in places if in_sections(place.section, place.subsection, sections)]


def page(paper: Newspaper, index: int, when: str, era: int | None = None) -> bytes:
    """An article's page as it was then."""
    fetched_at = datetime.strptime(when, "%Y%m%d%H%M%S").replace(tzinfo=UTC).astimezone(VIETNAM)
    return paper.page(index, fetched_at=fetched_at, era=era)


def fill(paper: Newspaper, server: CommonCrawlServer | WaybackServer, captures: int = 2) -> None:
    """Put captures of every article into an archive, of each of its addresses."""
    rng = Random(1)
    for number in range(captures):
        shelf = Shelf(filename=f"crawl-data/CC-MAIN-2026-4{number}/x.warc.gz")
        if isinstance(server, CommonCrawlServer):
            server.shelves[f"CC-MAIN-2026-4{number}"] = shelf
        for index in range(len(paper)):
            moment = LAST + timedelta(days=1 + number, seconds=rng.randrange(80_000))
            when = moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")
            for era in paper.served_eras(index):
                body = page(paper, index, when, era)
                if isinstance(server, WaybackServer):
                    server.put(paper.address(index, era), when, body)
                else:
                    shelf.put(paper.address(index, era), when, body)


# The command, ended with SIGKILL when it has passed so many of the named points (0: never).
_KILLED = """
import os, signal, sys
from crawler.archive import steps
left = int(sys.argv.pop(1))

def observe(point):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

steps.observer = observe
from crawler.cli import main
main()
"""


def archives(server: Server, data: Path, *more: object, kill_after: int = 0) -> Done:
    """Run `langson archives` on a served archive."""
    whom = endpoints_of(server)
    return archives_at(whom.archive, whom.index, whom.data, data, *more, kill_after=kill_after)


def archives_at(
    archive: str, index: str, replay: str, data: Path, *more: object, kill_after: int = 0
) -> Done:
    """Run `langson archives`, and end it with SIGKILL when it has passed so many of the named points."""
    command = [sys.executable, "-c", _KILLED, str(kill_after), "archives", archive, "--cdx", index]
    command += ["--replay", replay, "--data", str(data), "--contact", "desk@example.org", *map(str, more)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)


def published(data: Path) -> dict[str, bytes]:
    """The published files."""
    return {path.name: path.read_bytes() for path in data.glob("articles/*")}
