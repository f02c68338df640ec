"""Pages of indexes on the disk: used for as long as they may be, and never when they are damaged."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.errors import StoreError
from crawler.web_archives.index_cache import DAY, IndexCache

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def page(
    folder: Path, now: datetime, body: bytes, url: str = "http://a/?x", lasts: timedelta | None = DAY
) -> bytes:
    """What the cache gives, where the archive would answer `body`."""

    async def ask() -> bytes:
        return body

    return asyncio.run(IndexCache(folder / "commoncrawl", lambda: now).page(url, ask, lasts=lasts))


@pytest.mark.parametrize(
    ("later", "lasts", "expected"),
    [
        (timedelta(hours=23), DAY, b"old"),
        (timedelta(hours=24), DAY, b"new"),
        (timedelta(days=999), None, b"old"),
        (timedelta(hours=-1), DAY, b"new"),  # a clock that was set back: nobody knows how old it is
    ],
)
def test_how_long_a_page_is_kept(
    tmp_path: Path, later: timedelta, lasts: timedelta | None, expected: bytes
) -> None:
    """A day, or for ever where the index is closed."""
    page(tmp_path, NOW, b"old")

    assert page(tmp_path, NOW + later, b"new", lasts=lasts) == expected


@pytest.mark.parametrize("cut", [0, 1, 10, -1, -9])
def test_a_torn_page(tmp_path: Path, cut: int) -> None:
    """A damaged page is asked for again."""
    page(tmp_path, NOW, b"old" * 99)
    [path] = tmp_path.rglob("*.gz")
    path.write_bytes(path.read_bytes()[:cut])

    assert page(tmp_path, NOW, b"new") == b"new"


def test_a_page_of_another_question(tmp_path: Path) -> None:
    """Each question has its own page."""
    page(tmp_path, NOW, b"old")

    assert page(tmp_path, NOW, b"new", url="http://a/?y") == b"new"


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """It is an error of the data folder, by name."""
    (tmp_path / "commoncrawl").write_text("a file")

    with pytest.raises(StoreError, match="commoncrawl"):
        page(tmp_path, NOW, b"new")
