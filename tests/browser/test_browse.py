"""`langson browse` in a browser: what a person sees, clicks and takes along."""

from __future__ import annotations

import csv
import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.search.library import HOSTILE, LATER, LIBRARY, article, save

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.drill
pytest.importorskip("datasette")

OpenPage = Callable[..., "Page"]
PAGES = (
    "/",
    "/?q=dong+dang",
    "/?q=zzz",
    "/article/main/1006",
    "/article/main/1001/history",
    "/article/main/7",
)
TABLES = ("/data/articles", "/data")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running `langson browse`: the library, one article changed, and forty others."""
    folder = tmp_path_factory.mktemp("data")
    first = LIBRARY[0]
    changed = replace(
        first,
        title="Chợ phiên Đồng Đăng mở lại",
        body=(*first.body, *LIBRARY[1].body),
        view_count=512,
        crawl=replace(first.crawl, fetched_at=LATER, content_hash="0" * 64),
    )
    others = (article(4000 + n, f"Tin số {n} trong tỉnh", "Văn bản của tin.") for n in range(40))
    save(folder, *LIBRARY, changed, *others)
    command = [sys.executable, "-m", "crawler.cli", "browse", "--data", str(folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
            assert found is not None
            yield found[0]
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait() == 0  # Ctrl-C is how it ends


def titles(page: Page) -> list[str]:
    """The titles of the hits that are shown."""
    return [text.strip() for text in page.locator(".hits h2").all_inner_texts()]


def search(page: Page, words: str) -> None:
    """Type words into the box and press Enter."""
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_load_state()


@pytest.mark.parametrize("words", ["dong dang", "Đồng Đăng", "ĐỒNG ĐĂNG", '"đồng đăng"', "đồng đă*"])
def test_searching(site: str, open_page: OpenPage, words: str) -> None:
    """With marks or without; the words stand out, and the box keeps what was typed."""
    page = open_page(site)

    search(page, words)

    assert titles(page)[0] == "Chợ phiên Đồng Đăng mở lại"
    assert "Đồng Đăng" in page.locator(".hits li").first.locator("mark").first.inner_text()
    assert page.get_by_role("searchbox").input_value() == words


def test_the_order_that_was_chosen_stays(site: str, open_page: OpenPage) -> None:
    """The best come first until another order is chosen; that one holds for the next search too."""
    page = open_page(site)
    search(page, "dong dang")
    assert titles(page)[0] == "Chợ phiên Đồng Đăng mở lại"
    page.get_by_label("Order").select_option("newest first")
    page.get_by_role("button", name="Search").click()
    assert titles(page) == ["Đồng chí trong tổ đang họp", "Chợ phiên Đồng Đăng mở lại"]

    search(page, "tin")

    assert page.get_by_label("Order").locator("option:checked").inner_text() == "newest first"


def test_narrowing_down_and_back(site: str, open_page: OpenPage) -> None:
    """A facet is one click, and one click back; its number is the number of hits."""
    page = open_page(f"{site}/?q=ch%E1%BB%A3")
    assert len(titles(page)) == 2
    facet = page.get_by_role("link", name=re.compile("kinh-te 1"))

    facet.click()

    assert page.locator(".count").inner_text() == "1 article"
    page.get_by_role("link", name=re.compile("kinh-te.*take this filter out")).click()
    assert len(titles(page)) == 2


def test_turning_pages(site: str, open_page: OpenPage) -> None:
    """Every article stands on one page."""
    page = open_page(site)
    seen = titles(page)
    while page.get_by_role("link", name="Next →").count():
        page.get_by_role("link", name="Next →").click()
        seen += titles(page)

    assert len(seen) == len(set(seen)) == 46


def test_an_article_looks_like_one(site: str, open_page: OpenPage) -> None:
    """Kicker, title, stamp, lead, headings, captions with credits, lists, tables, quotes, byline."""
    page = open_page(site)
    search(page, "mùa na")
    page.get_by_role("link", name="Ảnh đẹp mùa na").click()
    text = page.get_by_role("article").inner_text()

    assert page.get_by_role("heading", level=1).inner_text() == "Ảnh đẹp mùa na"
    order = [
        *("chinh-tri", "Nông nghiệp", "Ảnh đẹp mùa na", "Thứ hai, 26/10/2026 | 07:30:00", "LSO- Na dai"),
        *("Vào vụ", "https://baolangson.vn/na.jpg", "Vườn na trên núi đá", "Ảnh: HÀ VY", "Hái", "Vân Thuỷ"),
        *("Năm nay được giá.", "Một chủ vườn", "HÀ VY"),
    ]
    places = [text.find(part) for part in order[:-1]]
    assert -1 not in places
    assert places == sorted(places)
    assert text.strip().endswith("HÀ VY")
    page.get_by_text("Where each field came from").click()
    assert page.get_by_text("selector").is_visible()


def test_following_an_article_history(site: str, open_page: OpenPage) -> None:
    """From the hit to what it said before: removed and added words, and the views at each visit."""
    page = open_page(site)
    search(page, "chợ phiên đồng đăng")
    page.locator(".hits h2 a").first.click()
    page.get_by_role("link", name="What changed").click()

    title = page.locator(".change", has=page.get_by_role("heading", name="title"))
    assert "Thị trấn" in " ".join(title.locator("del").all_inner_texts())
    assert "mở lại" in " ".join(title.locator("ins").all_inner_texts())
    assert "Đảng viên và đồng bào cùng dự." in page.locator("ins").last.inner_text()
    assert page.locator("#views tbody tr").all_inner_texts() == [
        "2026-11-20 08:00\t408",
        "2026-11-22 09:30\t512",
    ]


def test_taking_hits_along(site: str, open_page: OpenPage, tmp_path: Path) -> None:
    """The files have what the page shows."""
    page = open_page(f"{site}/?q=ch%E1%BB%A3")
    shown = titles(page)
    files = {}
    for name in ("CSV", "JSON"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name, exact=True).click()
        files[name] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[name])

    with files["CSV"].open(newline="", encoding="utf-8") as file:
        assert [row["title"] for row in csv.DictReader(file)] == shown
    assert [row["title"] for row in json.loads(files["JSON"].read_text("utf-8"))] == shown


def test_script_in_a_title_is_text(site: str, open_page: OpenPage) -> None:
    """It is shown as it was printed, and runs nowhere."""
    page = open_page(site)
    search(page, "script họp")
    assert titles(page)[0] == HOSTILE
    page.locator(".hits h2 a").first.click()

    assert page.get_by_role("heading", level=1).inner_text() == HOSTILE
    for path in (
        "/article/main/1005/history",
        "/data/articles",
        "/?q=<script>document.title='owned'</script>",
    ):
        page.goto(site + path)
        assert page.title() != "owned"


@pytest.mark.parametrize("words", ['"', "NEAR(", "*", "🙂", "a b " * 2_500])
def test_no_query_ends_on_an_error_page(site: str, open_page: OpenPage, words: str) -> None:
    """The box is still there, with a line that says what was found."""
    page = open_page(site)

    search(page, words)

    assert page.get_by_role("searchbox").is_visible()
    assert page.locator(".count").inner_text() != ""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_everyone_can_read_it(
    site: str, open_page: OpenPage, serious_faults: Any, overflow: Any, theme: str, width: int
) -> None:
    """axe-core finds no serious fault in either theme, and no page is wider than a phone."""
    for path in (*PAGES, *TABLES):
        page = open_page(site + path, width=width, theme=theme)
        assert (path, serious_faults(page)) == (path, [])
        assert (path, overflow(page)) == (path, 0)


def test_by_keyboard(site: str, open_page: OpenPage) -> None:
    """The first stop is a way past the bar; the focus can be seen."""
    page = open_page(site)
    page.keyboard.press("Tab")

    assert page.locator(":focus").inner_text() == "Skip to the content"
    assert page.locator(":focus").bounding_box()["x"] >= 0  # type: ignore[index]


def test_the_table_and_sql(site: str, open_page: OpenPage) -> None:
    """Datasette's own pages work in our frame: a facet of the table, a query."""
    page = open_page(f"{site}/data/articles")
    page.get_by_role("link", name="kinh-te").first.click()
    assert "1 row where section" in page.locator("h3").first.inner_text()

    page.goto(f"{site}/data?sql=select+count(*)+as+n+from+articles")
    assert page.locator("td.col-n").inner_text() == "46"
