"""A run's page as a person sees it: in both themes, on a phone, printed; nothing asked, nothing run."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.report.filled_folder import RTL, SCRIPT, SECOND, fill

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.drill
PHONE = 375


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a run in which all that may go wrong went wrong."""
    path = tmp_path_factory.mktemp("filled")
    fill(path)
    return (path / "runs" / SECOND / "report.html").as_uri()


def test_what_a_person_reads(open_page: OpenPage, address: str) -> None:
    """The outcome first; a figure leads to its section, where title and reason stand."""
    page = open_page(address)

    assert page.title().startswith("Run of 25 Nov 2026, 08:00 · Partly done")
    assert page.get_by_role("heading", level=1).inner_text() == "25 Nov 2026, 08:00"
    assert page.locator(".outcome").inner_text().startswith("Partly done 65 new articles were stored")
    page.get_by_role("link", name="12 failed").click()
    heading = page.get_by_role("heading", name="Failed 12", exact=True)
    box = heading.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 200
    assert page.get_by_text("… and 4 more", exact=True).first.is_visible()


def test_hostile_titles_are_text(open_page: OpenPage, address: str) -> None:
    """They are read as they were written; nothing of them runs, nothing is asked, the console is silent."""
    page = open_page("about:blank")
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(address)

    assert page.get_by_role("link", name=SCRIPT).is_visible()
    assert page.locator("bdi", has_text=" ".join(RTL.split())).first.is_visible()
    refused = page.get_by_text("javascript:alert(document.cookie)//3010.html", exact=True)
    assert refused.is_visible()
    assert refused.locator("xpath=ancestor::a").count() == 0
    page.mouse.wheel(0, 100_000)
    assert page.locator("script, img, iframe").count() == 0
    assert asked == [address]
    assert said == []


def test_marks_of_direction_stay_in_their_title(open_page: OpenPage, address: str) -> None:
    """The line below a title with an unended override reads from left to right, from the left."""
    page = open_page(address)
    item = page.locator("#new ~ ol li").nth(1)
    day, local = (item.locator(name).last.bounding_box() for name in ("time", "a"))

    assert day is not None
    assert local is not None
    assert day["x"] < local["x"]


def test_more_can_be_unfolded(open_page: OpenPage, address: str) -> None:
    """The other new articles, and the numbers of a plot, with the keyboard alone."""
    page = open_page(address)
    title = page.get_by_text("lần thứ 2059 ở Hữu Lũng")
    numbers = page.locator("#plot-views table")
    assert not numbers.is_visible()

    page.get_by_text("28 more new articles").click()
    assert title.is_visible()
    page.locator("#plot-views summary").focus()
    page.keyboard.press("Enter")
    assert numbers.is_visible()
    assert page.locator("#plot-views tbody tr").first.inner_text().split() == ["20–49", "1"]


def test_plots_tell_their_names(open_page: OpenPage, address: str) -> None:
    """A drawing is one image with name and description to whoever hears the page."""
    page = open_page(address)
    image = page.get_by_role("img", name="Articles a day and section, the last 60 days")

    assert image.count() == 1
    assert page.get_by_role("img").count() == 6
    bars = page.locator("#plot-days rect")
    box, whole = bars.last.bounding_box(), image.bounding_box()
    assert box is not None
    assert whole is not None
    assert box["height"] > 10
    assert box["x"] + box["width"] <= whole["x"] + whole["width"] + 1


@pytest.mark.parametrize(("width", "theme"), [(PHONE, "dark"), (1280, "light")])
def test_no_serious_fault(
    open_page: OpenPage, address: str, serious_faults: Callable[[Page], list[str]], width: int, theme: str
) -> None:
    """axe-core finds none, contrast among what it looks for; also with everything unfolded."""
    page = open_page(address, width, theme)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    assert serious_faults(page) == []


@pytest.mark.parametrize("width", [320, PHONE, 768])
def test_no_sideways_scroll(
    open_page: OpenPage, address: str, overflow: Callable[[Page], int], width: int
) -> None:
    """Long words and wide tables fit or scroll within themselves; names below the bars do not touch."""
    page = open_page(address, width)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    assert overflow(page) == 0
    for name in ("days", "growth", "views", "requests", "waits"):
        boxes = page.evaluate(_NAMES, f"#plot-{name}")
        assert all(left[1] < right[0] for left, right in pairwise(boxes)), name


# The left and right ends of the names below the bars, from left to right.
_NAMES = """selector => {
  const texts = [...document.querySelectorAll(selector + " svg text")];
  const lowest = Math.max(...texts.map(text => text.getBoundingClientRect().top));
  return texts.map(text => text.getBoundingClientRect()).filter(box => box.top > lowest - 2)
    .map(box => [box.left, box.right]).sort((a, b) => a[0] - b[0]);
}"""


def test_both_themes(open_page: OpenPage, address: str) -> None:
    """The page follows the reader's choice, in its paper and in its plots."""

    def colours(theme: str) -> tuple[str, str]:
        script = "[getComputedStyle(document.documentElement).backgroundColor,"
        script += " getComputedStyle(document.querySelector('#plot-days rect')).fill]"
        paper, bar = open_page(address, theme=theme).evaluate(script)
        return paper, bar

    light, dark = colours("light"), colours("dark")
    assert light[0] != dark[0]
    assert light[1] != dark[1]


def test_printed(open_page: OpenPage, address: str) -> None:
    """On white paper whatever the screen's theme, without what can only be unfolded on a screen."""
    page = open_page(address, theme="dark")
    page.emulate_media(media="print")

    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert paper == "rgb(255, 255, 255)"
    assert not page.locator("#plot-days summary").is_visible()
    assert page.get_by_role("heading", name="Holes").is_visible()


@pytest.mark.skipif("REPORT_SCREENSHOTS" not in os.environ, reason="REPORT_SCREENSHOTS names no folder")
@pytest.mark.parametrize(
    ("width", "theme"), [(1100, "light"), (1100, "dark"), (PHONE, "light"), (PHONE, "dark")]
)
def test_screenshots(open_page: OpenPage, address: str, width: int, theme: str) -> None:
    """For eyes: what the page looks like."""
    path = Path(os.environ["REPORT_SCREENSHOTS"]) / f"report-{width}-{theme}.png"
    open_page(address, width, theme).screenshot(path=path, full_page=True)

    assert path.stat().st_size > 10_000
