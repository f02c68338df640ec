"""The release before, read again: which one it is, and the fingerprints of its articles."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from crawler.errors import StoreError
from crawler.release.changes import Fingerprint, fingerprint
from crawler.release.folder import SUMS, damaged_files
from crawler.release.redaction import Redaction
from crawler.release.splits import NAMES
from crawler.release.tables import LINES_FOLDER, lines_path
from crawler.store.records import record_key

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

FACTS = "release.json"


@dataclass(frozen=True, slots=True)
class Previous:
    """A release that is there already.

    Attributes:
        folder: Its folder.
        version: Its name.
        observed_until: The newest observation in it.
        redacted: How many articles it left out on request.
    """

    folder: Path
    version: str
    observed_until: datetime
    redacted: int


def open_release(folder: Path) -> Previous:
    """Read what a release says of itself.

    Raises:
        StoreError: It is none, or damaged.
    """
    path = folder / FACTS
    try:
        facts = orjson.loads(path.read_bytes())
        moment = datetime.fromisoformat(facts["observed_until"])
        return Previous(folder, facts["version"], moment, facts["left_out"]["on_request"])
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}; {folder} is no release") from error
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path}: damaged; take the release from a copy, or move it away") from error


def newest_release(releases: Path, *, but: str, until: datetime) -> Previous | None:
    """Give the newest release of a folder, by what it has seen; None where there is none.

    Args:
        releases: The folder of releases.
        but: The version that is being made.
        until: What the one that is being made has seen: a younger one is not before it. Where two have seen
            the same, the natural order of their names tells which was before.

    Raises:
        StoreError: One is damaged.
    """
    folders = releases.iterdir() if releases.is_dir() else iter(())
    found = [
        open_release(folder)
        for folder in folders
        if folder.name != but and not folder.name.startswith(".") and (folder / FACTS).is_file()
    ]
    here = (until, natural_order(but), but)
    earlier = [each for each in found if _place(each) < here]
    return max(earlier, key=_place, default=None)


def natural_order(name: str) -> list[tuple[str, int]]:
    """Give the key that sorts names with numbers as people do.

    >>> sorted(["v10", "v9", "v9.1"], key=natural_order)
    ['v9', 'v9.1', 'v10']
    """
    return [(text, int(digits or 0)) for text, digits in re.findall(r"([^0-9]*)([0-9]*)", name)]


def _place(release: Previous) -> tuple[datetime, list[tuple[str, int]], str]:
    name = release.folder.name
    return release.observed_until, natural_order(name), name


def read_previous(previous: Previous, redaction: Redaction) -> tuple[dict[str, Fingerprint], set[str]]:
    """Give the fingerprints of a release's articles, and those that are to be left out by now.

    Raises:
        StoreError: A file of it is missing or damaged.
    """
    folder = previous.folder
    if damage := next(damaged_files(folder, f"{LINES_FOLDER}/articles/"), None):
        raise StoreError(f"{damage}, by {folder / SUMS}; take it from a copy, or give another --previous")
    prints: dict[str, Fingerprint] = {}
    redacted: set[str] = set()
    for record in _records(folder):
        key = record_key(record)
        prints[key] = fingerprint(record)
        if redaction.asks_for(key, record):
            redacted.add(key)
    return prints, redacted


def _records(folder: Path) -> Iterator[dict[str, Any]]:
    for split in NAMES:
        with zstd.ZstdFile(lines_path(folder, "articles", split)) as lines:
            for line in lines:
                yield orjson.loads(line)
