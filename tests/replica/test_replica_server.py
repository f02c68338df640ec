"""The paper on a socket: served from a thread, from a process of its own, and written as truth."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from datetime import datetime

from crawler.replica import Newspaper
from crawler.replica.server import serve, write_truth
from crawler.replica.stamps import VIETNAM

PAPER = Newspaper(seed=31, articles=120)
NOW = datetime(2026, 11, 1, 10, 20, 31, tzinfo=VIETNAM)


def fetched(address: str, method: str = "GET") -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, method=method), timeout=10) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def test_a_served_paper_knows_its_own_address() -> None:
    """Pages come over the socket as the newspaper makes them, under the socket's origin."""
    with serve(PAPER, clock=lambda: NOW) as served:
        truth = served.newspaper.truth(77)
        status, body = fetched(truth["url"])

    assert truth["url"].startswith(served.origin)
    assert (status, body) == (200, served.newspaper.page(77, fetched_at=NOW))


def test_requests_are_written_down_in_order() -> None:
    """The log says what was asked, query and all."""
    with serve(PAPER) as served:
        statuses = [
            fetched(served.origin + target)[0] for target in ("/robots.txt", "/chinh-tri?page=2", "/khong-co")
        ]

    assert statuses == [200, 200, 404]
    assert served.log == ["/robots.txt", "/chinh-tri?page=2", "/khong-co"]


def test_head_requests_have_no_body() -> None:
    """HEAD answers like GET, without a body."""
    with serve(PAPER) as served:
        assert fetched(served.origin + "/chinh-tri", "HEAD") == (200, b"")


def test_redirects_are_followed_by_a_browser() -> None:
    """A short link ends at the article."""
    with serve(PAPER, clock=lambda: NOW) as served:
        story = served.newspaper.truth(3)
        assert fetched(f"{served.origin}/?p={story['id']}") == fetched(story["url"])


def test_stories_appear_while_the_paper_is_read() -> None:
    """After every N requests one more story stands at the top of the listing."""
    with serve(PAPER, shift_every=3) as served:
        top = []
        for _ in range(7):
            body = (
                fetched(served.origin + "/chinh-tri/feed/")[1] + fetched(served.origin + "/rss/home.rss")[1]
            )
            top.append(served.edition.count)
            assert body
        newest = served.newspaper.path(served.edition.count - 1)
        listing = fetched(served.origin + "/chinh-tri")[1].decode()

    assert top == sorted(top)
    assert len(set(top)) == 5
    assert f'href="{newest}"' in listing


def test_robots_text_is_the_caller_s() -> None:
    """robots.txt says what the test wants it to say."""
    with serve(PAPER, robots_txt="User-agent: *\nDisallow: /\n") as served:
        assert fetched(served.origin + "/robots.txt") == (200, b"User-agent: *\nDisallow: /\n")


def test_truth_is_written_as_json_lines() -> None:
    """One JSON line an article, in order, readable without escapes."""
    file = io.StringIO()
    count = write_truth(file, PAPER)
    lines = file.getvalue().splitlines()

    assert count == len(lines) == 120
    assert [json.loads(line) for line in lines] == [PAPER.truth(index) for index in range(120)]
    assert "\\u" not in file.getvalue()


SCRIPT = """
from crawler.replica import Newspaper
from crawler.replica.server import run_server
run_server(Newspaper(seed=31, articles=50), announce=lambda origin: print(origin, flush=True))
"""


def test_a_process_of_its_own_announces_its_address_and_stops_when_told() -> None:
    """`run_server` says where it serves once it answers, and ends well at SIGTERM."""
    command = [sys.executable, "-c", SCRIPT]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        origin = process.stdout.readline().strip()
        status, _ = fetched(f"{origin}/chinh-tri")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0

    assert status == 200
