"""Headless Chromium for tests that look at pages as a person does.

Chromium is the system's (`apt-get install chromium`), driven by Playwright; axe-core judges what a page is
to people who cannot see it well. Where one of them is missing the tests are skipped with the reason, but
not in CI (`CI=true`): there they fail.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HEIGHT = 900
PATIENCE = 30_000  # milliseconds until a click or a page counts as failed; the machine may be busy
GRAVE = ("serious", "critical")
HERE = ("127.0.0.1", "localhost")


class OpenPage(Protocol):
    """Opens an address as somebody with this width of screen (CSS pixels) and theme sees it."""

    def __call__(self, url: str, width: int = 1280, theme: str = "light") -> Page: ...


def _need(there: bool, what: str) -> None:
    if there:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="module")  # not longer: Playwright's loop would be in the way of other tests' asyncio
def browser() -> Iterator[Browser]:
    """A running Chromium."""
    _need(CHROMIUM.is_file(), f"{CHROMIUM} is missing: apt-get install chromium")
    _need(find_spec("playwright") is not None, "Playwright is missing: pip install -e '.[dev]'")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            yield running
        finally:
            running.close()


@pytest.fixture
def asked_outside() -> list[str]:
    """Addresses of other machines that the test's pages asked for; each was refused."""
    return []


@pytest.fixture
def open_page(browser: Browser, asked_outside: list[str]) -> Iterator[OpenPage]:
    """Open pages, each in a profile of its own; see `OpenPage`.

    A page that asks another machine for something fails the test, unless that clears `asked_outside`.
    """
    contexts: list[BrowserContext] = []

    def guard(route: Route) -> None:
        if _is_local(route.request.url):
            route.continue_()
        else:
            asked_outside.append(route.request.url)
            route.abort()

    def opened(url: str, width: int = 1280, theme: str = "light") -> Page:
        scheme: Any = theme
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHT}, color_scheme=scheme, accept_downloads=True
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.route("**/*", guard)
        page = context.new_page()
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert asked_outside == []


def _is_local(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("file", "data", "blob", "about") or parts.hostname in HERE


@pytest.fixture
def serious_faults() -> Callable[[Page], list[str]]:
    """Give a function that runs axe-core on a page: its serious and critical faults, one line each."""
    _need(find_spec("axe_playwright_python") is not None, "axe is missing: pip install -e '.[dev]'")
    from axe_playwright_python.sync_playwright import Axe

    def found(page: Page) -> list[str]:
        violations = Axe().run(page).response["violations"]
        return [
            f"{fault['impact']}: {fault['id']}: {fault['help']}: {node['html']}"
            for fault in violations
            if fault["impact"] in GRAVE
            for node in fault["nodes"]
        ]

    return found


@pytest.fixture
def overflow() -> Callable[[Page], int]:
    """Give a function that tells by how many pixels a page is wider than its window; 0 as it should be."""

    def measured(page: Page) -> int:
        script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(page.evaluate(script))

    return measured
