"""A password in a redirect's target: the archive keeps it as it came, nothing else shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.archive.reader import read
from tests.rim.command import langson
from tests.rim.site import Answer, Site, article, listing, served

SECRET = "sesame"


@pytest.mark.drill
def test_a_password_in_a_target(tmp_path: Path) -> None:
    """Not followed, whatever the host; neither report, log, state nor what `-vv` prints has the word."""
    site = Site()
    with served(site) as place:
        host = place.url.partition("//")[2]
        paths = [f"/chinh-tri/{number}-hoi-nghi.html" for number in (2001, 2002, 2003)]
        targets = [
            f"http://user:{SECRET}@{host}/",
            f"//user:{SECRET}@evil.vn/",
            f"ftp://user:{SECRET}@{host}/",
        ]
        for path, target in zip(paths, targets, strict=True):
            site.routes[path] = Answer("", status=302, headers=(("Location", target),))
        site.routes["/chinh-tri"] = listing([*paths, "/chinh-tri/2004-hoi-nghi.html"])
        site.routes["/chinh-tri/2004-hoi-nghi.html"] = article(2004)
        done = langson("crawl", "-vv", "--origin", place.url, "--data", tmp_path, "--delay", 0)

    assert "2001-hoi-nghi" in done.stderr
    assert SECRET not in done.stdout + done.stderr
    [archive] = tmp_path.glob("runs/*/pages.warc.gz")
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path != archive]
    assert [path for path in files if SECRET.encode() in path.read_bytes()] == []
    kept = [value for _, one in read(archive) for name, value in one.headers if name == "Location"]
    assert sorted(kept) == sorted(targets)
