"""The papers that are crawled to pieces, and what an undisturbed crawl of each gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from crawler.discover.window import VIETNAM
from tests.torture.crawling import Crawl
from tests.torture.oracle import Truth, undisturbed
from tests.torture.paper import Paper, served

SECTION = "chinh-tri"
SPRING, SUMMER = datetime(2024, 4, 1, tzinfo=VIETNAM), datetime(2024, 8, 31, tzinfo=VIETNAM)


@pytest.fixture(scope="session")
def small_paper() -> Iterator[Paper]:
    """Sixty articles of both eras, in five months."""
    with served(60, seed=1, first=SPRING, last=SUMMER) as paper:
        yield paper


@pytest.fixture(scope="session")
def small_truth(small_paper: Paper, tmp_path_factory: pytest.TempPathFactory) -> Truth:
    """What the small paper's sections hold."""
    return undisturbed(Crawl(small_paper, tmp_path_factory.mktemp("small") / "data"))


@pytest.fixture(scope="session")
def section_truth(small_paper: Paper, tmp_path_factory: pytest.TempPathFactory) -> Truth:
    """What one section of the small paper holds."""
    return undisturbed(Crawl(small_paper, tmp_path_factory.mktemp("section") / "data", section=SECTION))
