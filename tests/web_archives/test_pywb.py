"""Against pywb, a real web archive: its CDX API and its raw replay, over a WARC file of the replica."""

from __future__ import annotations

import gzip
import signal
from pathlib import Path
from random import Random

import pytest

from crawler.cli.exit_codes import ExitCode
from tests.rim.command import langson, records
from tests.web_archives.pywb_server import binaries, pywb
from tests.web_archives.served_paper import archives_at, page, paper_of, published, wanted
from tests.web_archives.shelf import record

pytestmark = [
    pytest.mark.drill,
    pytest.mark.skipif(
        binaries() is None, reason="pywb is missing: `python -m tests.web_archives.pywb_server` installs it"
    ),
]
PAPER = paper_of(16)
OLDER, NEWER, NEWEST = "20260903040506", "20260920040506", "20261001040506"
HTML = ("Content-Type", "text/html; charset=UTF-8")
MISSING = (
    "<html><title>Không tìm thấy trang</title><body><h1>Không tìm thấy trang</h1></body></html>".encode()
)


def write(path: Path) -> None:
    """Two captures of every article, under one address and the other, plain and packed; then soft 404s."""
    with path.open("wb") as file:
        for index in range(len(PAPER)):
            for when in (OLDER, NEWER):
                for era in PAPER.served_eras(index):
                    body, url = page(PAPER, index, when, era), PAPER.address(index, era)
                    packed = when == NEWER and index % 2 == 0
                    headers = (HTML, ("Content-Encoding", "gzip")) if packed else (HTML,)
                    if index % 3 == 0:
                        url = url.replace("https://", "http://")
                    file.write(record(url, when, gzip.compress(body) if packed else body, headers=headers))
            if index % 4 == 0:
                file.write(record(PAPER.address(index), NEWEST, MISSING))
                file.write(record(PAPER.address(index), "20261101040506", b"gone", 404))
        file.write(record("https://baolangson.vn/chinh-tri", NEWER, b"<html><body>a listing</body></html>"))


def test_pywb(tmp_path: Path) -> None:
    """Every article once, by its best capture, killed on the way; rebuild agrees."""
    warc, folder = tmp_path / "paper.warc.gz", tmp_path / "pywb"
    write(warc)
    folder.mkdir()
    rng, kills = Random(1), 0
    with pywb(folder, warc) as base:
        whole = archives_at("wayback", f"{base}/cdx", base, tmp_path / "whole")
        nearest = archives_at("wayback", f"{base}/cdx", base, tmp_path / "nearest", "--capture", "nearest")
        again = archives_at("wayback", f"{base}/cdx", base, tmp_path / "whole")
        while True:
            done = archives_at(
                "wayback", f"{base}/cdx", base, tmp_path / "killed", kill_after=rng.randint(60, 250)
            )
            if done.returncode != -signal.SIGKILL:
                break
            kills += 1
            assert kills < 100

    keys = sorted(str(PAPER.story(index).number) for index in wanted(PAPER))
    codes = whole.returncode, again.returncode, nearest.returncode
    assert codes == (ExitCode.OK, ExitCode.NOTHING_NEW, ExitCode.OK), whole.stderr
    for name, moment in (("whole", "2026-09-20T11:05:06+07:00"), ("nearest", "2026-09-03T11:05:06+07:00")):
        found = records(tmp_path / name)
        assert sorted(one["id"] for one in found) == keys
        assert {one["crawl"]["fetched_at"] for one in found} == {moment}
        assert {one["crawl"]["via"] for one in found} == {"wayback"}
        assert not [one["id"] for one in found if one["published_at"][:10] in (moment[:10], "2026-11-24")]
    assert kills >= 1
    assert published(tmp_path / "killed") == published(tmp_path / "whole")
    assert langson("rebuild", "--data", tmp_path / "killed", "--into", tmp_path / "anew").returncode == 0
    assert published(tmp_path / "anew") == published(tmp_path / "whole")
