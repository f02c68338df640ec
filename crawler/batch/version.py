"""Which rules read the pages: the extractor's name, and a digest of the code behind it.

The name is counted up by hand, and somebody will forget it: outputs of other code are never taken for
finished ones because of that.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

import lxml.etree

import crawler
from crawler.normalise.article import EXTRACTOR

# What a record depends on besides the page; see `crawler.process`.
_PARTS = ("extract", "normalise", "sites", "validate", "items.py", "workers/tasks.py", "workers/loss.py")


@dataclass(frozen=True, slots=True)
class Version:
    """What read the pages.

    Attributes:
        extractor: Its name, as records have it in `crawl.extractor`.
        code: A digest of its code and of the parsers below it.
    """

    extractor: str
    code: str


@cache
def version() -> Version:
    """Give the version of this program's own rules."""
    folder, digest = Path(crawler.__file__).parent, hashlib.blake2b(digest_size=8)
    below = (lxml.etree.LXML_VERSION, lxml.etree.LIBXML_VERSION, metadata.version("dateparser"))
    digest.update(repr(below).encode())
    for path in sorted(path for part in _PARTS for path in _modules(folder / part)):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return Version(EXTRACTOR, digest.hexdigest())


def _modules(path: Path) -> list[Path]:
    return list(path.rglob("*.py")) if path.is_dir() else [path]
