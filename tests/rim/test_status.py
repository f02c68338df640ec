"""`langson status` beside a running crawl: it reads along, and takes nothing away."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.rim.command import ROOT, langson, records
from tests.rim.site import of_articles, served

ARTICLES = 40


@pytest.mark.drill
def test_reading_along(tmp_path: Path) -> None:
    """Whoever looks at a running crawl leaves its log in place: a later kill costs no page that was kept."""
    site = of_articles(ARTICLES)
    folder = ("--data", str(tmp_path), "--section", "chinh-tri")
    with served(site):
        command = [
            sys.executable,
            "-m",
            "crawler.cli",
            "crawl",
            "--origin",
            site.url,
            "--delay",
            "0.1",
            *folder,
        ]
        crawl = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(site.paths()) < 10:
            assert crawl.poll() is None
            time.sleep(0.05)
        seen = langson("status", "--data", tmp_path)
        assert (seen.returncode, "a crawl is at work" in seen.stdout) == (0, True), seen.stderr
        assert (tmp_path / "crawl.sqlite-wal").exists()
        crawl.kill()
        crawl.wait()
        asked = len(site.paths())
        again = langson("crawl", "--origin", site.url, "--delay", 0, *folder)

    assert again.returncode == 0, again.stderr
    assert len(records(tmp_path)) == ARTICLES
    articles = [path for path in site.paths() if path.endswith(".html")]
    assert len(articles) <= ARTICLES + 8, f"{asked} asked before the kill"
    assert langson("verify", "--data", tmp_path).returncode == 0
