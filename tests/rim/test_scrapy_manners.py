"""`scrapy crawl` keeps the manners of `langson`, and says what is wrong in a line."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.discover.scope import Scope
from crawler.errors import SettingError
from crawler.spiders.manners import hold_manners
from tests.rim.command import scrapy
from tests.rim.site import Answer, Site, article, listing, served

WHOM = "desk@example.org"
COPY = Scope("http://127.0.0.1:8000", copy="http://127.0.0.1:8000")


def project(**changes: object) -> Settings:
    """The project's settings with changes from the command line."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict(changes, priority="cmdline")
    return settings


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"LANGSON_CONTACT": "me"},
        {"LANGSON_CONTACT": WHOM, "DOWNLOAD_DELAY": "0.5"},
        {"LANGSON_CONTACT": WHOM, "DOWNLOAD_DELAY": "nan"},
        {"LANGSON_CONTACT": WHOM, "ROBOTSTXT_OBEY": "False"},
        {"LANGSON_CONTACT": WHOM, "DOWNLOAD_DELAY": "soon"},
        {"LANGSON_CONTACT": WHOM, "DOWNLOAD_DELAY_JITTER": "0.5"},
        {"LANGSON_CONTACT": WHOM, "DOWNLOAD_SLOTS": '{"baolangson.vn": {"delay": 0}}'},
        {"LANGSON_CONTACT": WHOM, "DOWNLOAD_SLOTS": '{"baolangson.vn": {"jitter": 1}}'},
    ],
)
def test_the_paper_is_owed_a_name_and_a_pace(changes: dict[str, object]) -> None:
    """No setting of Scrapy's leads round contact and pause."""
    with pytest.raises(SettingError):
        hold_manners(project(**changes), Scope())


def test_manners_are_pinned() -> None:
    """The agent names the contact, and nothing read later changes agent or pause."""
    settings = project(LANGSON_CONTACT=WHOM, USER_AGENT="Mozilla/5.0", DOWNLOAD_DELAY=2)
    hold_manners(settings, Scope())
    settings.setdict({"USER_AGENT": "x", "DOWNLOAD_DELAY": 0}, priority="spider")

    assert f"contact: {WHOM}" in settings["USER_AGENT"]
    assert settings.getfloat("DOWNLOAD_DELAY") == 2
    hold_manners(project(DOWNLOAD_DELAY=0, DOWNLOAD_DELAY_JITTER=0.5), COPY)  # nobody is disturbed


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("politics -a section=foo", "unknown section foo; known: "),
        ("politics -a sections=chinh-tri", "the spider politics has no argument sections"),
        ("politics -a since=yesterday", "since: cannot read 'yesterday'"),
        ("politics", "say who asks"),
        ("article", "article: give addresses"),
        ("article -a url=https://baolangson.vn/chinh-tri/531453-a.html", "say who asks"),
        ("nosuch", "Spider not found: nosuch"),
    ],
)
def test_one_line_and_no_traceback(arguments: str, words: str) -> None:
    """What cannot be used is exit code 2 and one line."""
    done = scrapy("crawl", *arguments.split(), "-L", "WARNING")

    assert done.returncode == 2
    assert done.stderr.startswith(f"langson: {words}")
    assert done.stderr.count("\n") == 1


@pytest.mark.drill
def test_exit_codes(tmp_path: Path) -> None:
    """Nothing found and an unusable folder are no success; a run with something stored is one."""
    path = "/chinh-tri/1001-hoi-nghi.html"
    with served(Site({"/chinh-tri": listing([path]), path: article(1001)})) as site:
        place = (
            "-a",
            f"origin={site.url}",
            "-a",
            "section=chinh-tri",
            "-s",
            "DOWNLOAD_DELAY=0",
            "-L",
            "WARNING",
        )
        good = scrapy("crawl", "politics", *place)
        (tmp_path / "file").touch()
        blocked = scrapy("crawl", "politics", *place, "-s", f"LANGSON_DATA={tmp_path / 'file'}")
        site.routes["/chinh-tri"] = Answer("<html></html>")
        empty = scrapy("crawl", "politics", *place)

    assert (good.returncode, good.stderr) == (0, "")  # nor a warning of what is switched off
    assert (blocked.returncode, blocked.stderr.count("\n")) == (6, 1)
    assert empty.returncode == 5
    assert "CRITICAL: nothing was found" in empty.stderr
