"""Common Crawl's list of its indexes, ``collinfo.json``: one a crawl of some weeks. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from crawler.discover.captures.cdx import CdxError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Collection:
    """An index.

    Attributes:
        id: Its name, such as ``CC-MAIN-2024-10``.
        api: Where it is asked.
        until: When its last page was captured; None where the list does not say.
    """

    id: str
    api: str
    until: datetime | None = None


def parse_collections(body: bytes) -> tuple[Collection, ...]:
    """Read the list.

    Returns:
        The indexes, the newest first, as the list has them.

    Raises:
        CdxError: It is no such list.
    """
    try:
        rows = orjson.loads(body)
        return tuple(_collection(row) for row in rows)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise CdxError(f"it is no list of indexes ({type(error).__name__}: {error})") from None


def _collection(row: dict[str, str]) -> Collection:
    name, api = row["id"], row["cdx-api"]
    if not _NAME.fullmatch(name) or not isinstance(api, str):
        raise ValueError(f"{name!r:.60} is no index's name")
    return Collection(name, api, _until(row.get("to")))


def _until(text: str | None) -> datetime | None:
    if not text:
        return None
    end = datetime.fromisoformat(text)
    return end if end.tzinfo else end.replace(tzinfo=UTC)
