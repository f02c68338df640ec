"""A small data folder with everything that a release has to do with, and its release."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.annotate.duplicates import clusters
from crawler.release.make import Made
from tests.release.dataset import FIRST, SECOND, Dataset, edited, recounted, some_articles


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Sixty articles; some edited, counted again or taken down since. Not to be written to."""
    dataset = Dataset(tmp_path_factory.mktemp("release") / "data")
    articles = some_articles(60)
    dataset.store(articles, FIRST)
    changed = [edited(article, "Đồng Đăng, ngày 24.") for article in articles[::6]]
    changed += [recounted(article, 9_876_543) for article in articles[1::6] if article.view_count is not None]
    keys = dataset.store(changed, SECOND)
    dataset.take_down(keys[0])
    dataset.state.close()
    return dataset


@pytest.fixture(scope="session")
def made(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Its release. Not to be written to."""
    return dataset.release(releases=tmp_path_factory.mktemp("releases"), near_copies=clusters)


@pytest.fixture(scope="session")
def release(made: Made) -> Path:
    """Its folder."""
    return made.folder
