"""One section of the paper, crawled by the command, at once or some time later."""

from __future__ import annotations

from pathlib import Path

from tests.rim.command import Done, langson_later
from tests.rim.site import Site


def era1(number: int) -> str:
    """An era 1 address."""
    return f"/chinh-tri/{number}-hoi-nghi-lan-thu-{number}.html"


def crawl_section(site: Site, data: Path, *options: object, later: float = 0) -> Done:
    """Crawl the section, so many seconds from now."""
    place = ("--origin", site.url, "--delay", 0, "--data", data, "--section", "chinh-tri")
    done = langson_later(later, "crawl", *place, *options)
    assert "Traceback" not in done.stderr, done.stderr
    return done
