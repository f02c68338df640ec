"""The page of a run: what it says, that it is one bounded file, and that nothing in it is alive."""

from __future__ import annotations

import logging
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from crawler.report.crashed import report_crashed
from crawler.report.page import end
from crawler.report.page.lists import NEW
from crawler.report.page.words import link, shown
from crawler.report.page.write import page
from crawler.store.state import State
from tests.report.filled_folder import BEGUN, FIRST, HUGE, RTL, SCRIPT, SECOND, Folder, article, fill, opened

BOUND = 500_000  # bytes
# What an element may have that makes a browser ask for something or run it.
ALIVE = ("src", "srcset", "background", "action", "formaction", "data", "poster", "xlink:href", "ping")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two runs."""
    path = tmp_path_factory.mktemp("filled")
    fill(path)
    return path


def read(path: Path, run: str = SECOND) -> Any:  # lxml's own types say "or None" everywhere
    """A run's page, parsed."""
    return html.document_fromstring((path / "runs" / run / "report.html").read_bytes().decode("utf-8"))


def text(element: Any) -> str:
    """What is read there."""
    return " ".join(element.text_content().split())


def section(tree: Any, name: str) -> Any:
    """The section below a heading."""
    return tree.xpath("//section[@aria-labelledby=$name]", name=name)[0]


def test_what_is_read_at_once(filled: Path) -> None:
    """The outcome in a sentence, what to do, the numbers, and what somebody must look at."""
    tree = read(filled)
    said = text(tree.find(".//header"))

    assert (
        "65 new articles were stored, 3 known ones had changed (1 article of them not in its text)." in said
    )
    assert "14 addresses gave no article: 1 gone from the paper, 1 set aside and 12 not to be had." in said
    assert "What to do: Look at what failed or was set aside" in said
    figures = [text(item) for item in tree.xpath("//ul[@class='figures']/li")]
    assert figures == [
        *("65 new", "3 changed", "0 unchanged", "1 gone", "1 set aside", "12 failed"),
        *("45 requests", "125 in the dataset"),
    ]
    assert "empty-listing: /thong-bao" in text(section(tree, "warnings"))


def test_what_was_new(filled: Path) -> None:
    """Title, day, views, a link to the paper and one to the local file; the rest is counted."""
    new = section(read(filled), "new")
    item = next(item for item in new.iter("li") if "lần thứ 2030 ở" in text(item))

    assert text(item).endswith("24 Nov 2026, 03:00 · thong-bao · 3,110 views · 2026-11.jsonl")
    paper, local = (anchor.get("href") for anchor in item.iter("a"))
    assert (paper, local) == (article(2030).url, "../../articles/2026-11.jsonl")
    assert len(list(new.iter("li"))) == NEW
    assert f"… and {65 - NEW} more in articles.jsonl" in text(new)


def test_what_changed(filled: Path) -> None:
    """The fields with before and after; mere views are only counted."""
    changed = section(read(filled), "changed")
    items = {text(item.find(".//a")): text(item.find("dl")) for item in changed.iter("li")}

    assert "3 known articles differed from what was stored: body 1, title 1, view count 1." in text(changed)
    assert items["Hội nghị giao ban đã đổi tên"].startswith("title − Hội nghị giao ban công tác tháng")
    body = items["Hội nghị giao ban công tác tháng lần thứ 1002 ở Hữu Lũng"]
    assert "− Hội nghị lần thứ 1002 có đông đủ đại biểu." in body
    assert "+ Hội nghị lần thứ 1002 có 120 đại biểu." in body
    assert len(items) == 2


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("end-gone", "http-404 1 article Hội nghị giao ban công tác tháng lần thứ 1030 ở Hữu Lũng"),
        ("end-quarantine", "missing:title 1 article"),
        ("end-failed", "http-403 12 articles"),
        ("end-failed", "the server answered HTTP 403 · pages.warc.gz, byte 512"),
        ("end-failed", "… and 4 more"),
        ("left-out", "1 article: other-section 1."),
        ("fields", "Pages of the old site 65 articles, against the last 1 run"),
        ("fields", "lead 66 % 67 %"),
        ("holes", "13 holes, 13 of them unexplained (refused 12, we-broke 1)"),
        ("holes", "What to do: look at it in a browser; or take it from an archive, langson archives"),
        ("about", "83 asked for = 68 stored + 1 gone + 12 failed + 1 quarantine + 1 filtered; it adds up"),
    ],
)
def test_the_sections(filled: Path, name: str, said: str) -> None:
    """Each names what belongs there, with reasons."""
    assert said in text(section(read(filled), name))


def test_plots_have_words(filled: Path) -> None:
    """Each drawing has a title, a description and its numbers in a table."""
    figures = list(read(filled).iter("figure"))

    assert [figure.get("id") for figure in figures] == [
        f"plot-{name}" for name in ("days", "growth", "views", "requests", "waits", "frontier")
    ]
    for figure in figures:
        drawing = figure.find(".//svg")
        names = [
            figure.xpath(".//*[@id=$name]", name=name)[0] for name in drawing.get("aria-labelledby").split()
        ]
        assert [name.tag for name in names] == ["title", "desc"]
        assert all(text(name) for name in names)
        assert figure.find(".//details//table/tbody/tr/td") is not None


def test_nothing_is_alive(filled: Path) -> None:
    """No script, nothing that is loaded; hostile titles are text; links are http, https or local."""
    tree = read(filled)
    tags = {element.tag for element in tree.iter() if isinstance(element.tag, str)}

    assert not tags & {
        "script",
        "img",
        "iframe",
        "object",
        "embed",
        "form",
        "base",
        "audio",
        "video",
        "image",
    }
    for element in tree.iter():
        assert not [name for name in element.attrib if name in ALIVE or str(name).startswith("on")]
    assert [(one.get("rel"), one.get("href")) for one in tree.iter("link")] == [("icon", "data:,")]
    for anchor in tree.iter("a"):
        assert urlsplit(anchor.get("href")).scheme in ("", "http", "https")
    titles = [text(item) for item in section(tree, "new").iter("bdi")]
    assert " ".join(SCRIPT.split()) in titles
    assert " ".join(RTL.split()) in titles
    assert shown(HUGE) in titles
    assert "javascript:alert(document.cookie)//3010.html" in titles
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    style = text(tree.find(".//style"))
    assert "url(" not in style
    assert "@import" not in style


def test_identifiers_are_unique(filled: Path) -> None:
    """And every link into the page leads somewhere."""
    tree = read(filled)
    names = tree.xpath("//@id")

    assert len(names) == len(set(names))
    assert {href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")} <= set(names)


def test_local_links_lead_to_files(filled: Path) -> None:
    """But for those of the dataset's months, which this folder has not published."""
    folder = filled / "runs" / SECOND
    local = {href for href in read(filled).xpath("//a/@href") if not href.startswith(("http", "#"))}

    assert {href for href in local if not (folder / href).exists()} == {
        f"../../articles/2026-{month}.jsonl" for month in ("09", "10", "11")
    } | {"articles.jsonl"}


def test_same_state_same_bytes(filled: Path, tmp_path: Path) -> None:
    """A page made anew is the one that was made when the run ended; so is that of another such folder."""
    state = State(filled)
    try:
        pages = [page(state, state.runs.get(run)["report"]) for run in (FIRST, SECOND, FIRST)]
    finally:
        state.close()
    fill(tmp_path)
    name = f"runs/{SECOND}/report.html"

    assert pages[0] == pages[2]
    assert pages[1] == (filled / name).read_bytes()
    assert (tmp_path / name).read_bytes() == (filled / name).read_bytes()


def test_a_large_run_gives_no_larger_page(tmp_path: Path) -> None:
    """Thousands of new, changed and failed addresses for a hundred reasons are counted, some are named."""
    with opened(tmp_path) as folder:
        folder.begin(FIRST)
        multiply(folder, 1_500)
        folder.end()
    tree = read(tmp_path, FIRST)

    assert (tmp_path / "runs" / FIRST / "report.html").stat().st_size < BOUND
    assert (tmp_path / "runs" / FIRST / "report.json").stat().st_size < BOUND
    assert f"… and {1_500 - NEW:,} more in" in text(section(tree, "new"))
    assert text(section(tree, "end-failed")).endswith("… and 1,319 more for other reasons")


def multiply(folder: Folder, number: int) -> None:
    """Let the run have so many new articles of many sections, and as many failures."""
    folder.keep(article(1000, title="Rất dài " * 200))
    database = folder.state.database
    count = "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < :number) SELECT"
    long = "'https://baolangson.vn/' || hex(zeroblob(900)) || i"
    for query in (
        f"INSERT INTO article {count} 'main/x' || i, i, month, published_at, content_hash, 1, first_seen,"
        " last_seen, record FROM n, article WHERE key = 'main/1000'",
        f"INSERT INTO change {count} :run, 'main/x' || i, {long}, 'new', NULL FROM n",
        f"INSERT INTO address (url, kind, key, state, reason, found_at, section) {count}"
        f" {long}, 'article', 'main/f' || i, 'failed', 'timeout', '2026', 'muc-' || (i % 100) FROM n",
        f"INSERT INTO visit {count} :run, {long}, 'article', 'failed', 'reason-' || (i % 100),"
        " hex(zeroblob(900)), 'pages.warc.gz:1' FROM n",
    ):
        database.execute(query, {"run": FIRST, "number": number})
    folder.state.runs.asked = int(database.value("SELECT count(*) FROM visit"))


@pytest.mark.parametrize(
    ("code", "reason", "facts", "said"),
    [
        (
            4,
            "finished",
            {},
            "Refused robots.txt refused what was still to be asked. Nothing was new or changed.",
        ),
        (5, "unreachable", {}, "No answer Nobody answered, or nothing was found."),
        (6, "storage_error", {"error": "/data: no space left"}, "could not be used. /data: no space left."),
        (8, "finished", {}, "Nothing new Nothing was new or changed."),
        (9, "wall", {"taken_back": 7}, "7 articles of this run were taken back."),
        (10, "budget-spent", {}, "Budget spent The day’s budget of requests is spent."),
        (130, "shutdown", {}, "Interrupted The run was stopped."),
    ],
)
def test_other_ends(tmp_path: Path, code: int, reason: str, facts: dict[str, Any], said: str) -> None:
    """A refused, stopped or broken run has its page as well, with the reason."""
    with opened(tmp_path) as folder:
        folder.begin(FIRST)
        folder.end(exit_code=code, reason=reason, **facts)
    tree = read(tmp_path, FIRST)

    assert said in text(tree.find(".//header"))
    assert "No article was new." in text(section(tree, "new"))
    assert "No address was gone, set aside or failed." in text(section(tree, "trouble"))


def test_a_killed_run(tmp_path: Path) -> None:
    """The next start writes its page: what it had stored and changed, and when it was answered."""
    with opened(tmp_path) as folder:
        folder.begin(FIRST)
        folder.keep(article(1001))
        folder.end(exit_code=0)
        folder.begin(SECOND)
        folder.keep(article(1001, title="Hội nghị đã đổi tên"))
        folder.keep(article(1002))
        later = BEGUN + timedelta(days=3)
        state = folder.state
        crashed = state.runs.begin("20261127T080000-cccccc", started_at=later.isoformat(), options={})
        report_crashed(state, crashed, now=later.timestamp())
    tree = read(tmp_path)

    assert "Killed The run was killed before it could end. 1 new article was stored, 1 known one had" in text(
        tree
    )
    assert "− Hội nghị giao ban công tác tháng lần thứ 1001 ở Hữu Lũng" in text(section(tree, "changed"))
    assert "2 requests in" in text(tree.get_element_by_id("plot-requests"))
    assert "The proof of completeness was not made" in text(section(tree, "holes"))


def test_a_fault_of_the_page_ends_no_run(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is said in the log, and report and state are there all the same."""

    def broken(*_: object) -> None:
        raise ValueError("xấu")

    monkeypatch.setattr(end, "write_page", broken)
    monkeypatch.setattr(end, "dataset", broken)
    with caplog.at_level(logging.ERROR):
        fill(tmp_path)

    assert (tmp_path / "runs" / SECOND / "report.json").exists()
    assert not (tmp_path / "runs" / SECOND / "report.html").exists()
    assert "report.html of the run is not whole (ValueError: xấu): a fault of this program" in caplog.text


def test_a_report_of_before(filled: Path, tmp_path: Path) -> None:
    """A report that an older langson wrote, without what the plots need, still gives a page."""
    path = shutil.copytree(filled, tmp_path / "data")
    state = State(path)
    try:
        report = state.runs.get(SECOND)["report"]
        for name in ("pace", "changed", "dataset"):
            del report[name]
        tree = html.document_fromstring(page(state, report).decode())
    finally:
        state.close()

    assert list(tree.iter("figure")) == []
    assert "65 new articles were stored" in text(tree)


@given(st.text(), st.integers(1, 300))
def test_any_text_is_one_line_of_bounded_length(written: str, longest: int) -> None:
    """And can be written, whatever it was."""
    line = shown(written, longest)

    assert len(line) <= longest
    assert "\n" not in line
    line.encode("utf-8")


@pytest.mark.parametrize(
    ("url", "follows"),
    [
        ("https://baolangson.vn/chinh-tri/1-đại-hội.html?a=1&b=2#c", True),
        ("http://127.0.0.1:8000/a", True),
        ("HTTPS://baolangson.vn/", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        (" javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,<script>", False),
        ("vbscript:x", False),
        ("file:///etc/passwd", False),
        ("//evil.example/", False),
        ("http://[", False),
        ("https:///a", False),
        ("https://a/\x00", False),
        ("https://a/" + "x" * 3000, False),
        ("", False),
    ],
)
def test_which_addresses_are_links(url: str, follows: bool) -> None:
    """http and https with a host; everything else is shown as text."""
    assert (link(url) == url) is follows


def test_moments_are_read_from_the_state_alone(filled: Path) -> None:
    """No moment on the page lies behind the run's end: nothing asks the clock."""
    moments = [text(moment).partition(",")[0] for moment in read(filled).iter("time")]
    days = [datetime.strptime(f"{day} +0700", "%d %b %Y %z") for day in moments]

    assert max(days) < BEGUN + timedelta(days=2)


@pytest.fixture(autouse=True)
def no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The present is nobody's business here."""
    monkeypatch.setattr("crawler.clock.now", lambda: pytest.fail("the clock was asked"))
