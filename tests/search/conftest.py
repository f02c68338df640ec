"""The small library as a data folder, and its index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crawler.search.folder import opened, refreshed
from tests.search.library import LIBRARY, save


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder that holds the library."""
    save(tmp_path, *LIBRARY)
    return tmp_path


@pytest.fixture
def index(folder: Path) -> Iterator[sqlite3.Connection]:
    """Its index."""
    with closing(opened(refreshed(folder))) as connection:
        yield connection
