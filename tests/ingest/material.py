"""Captures, archives and data folders for the tests of `langson ingest`."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from crawler.discover.goal import Goal
from crawler.discover.scope import Scope, parse_sections
from crawler.discover.sources.found import Question, SourcePage
from crawler.discover.window import VIETNAM
from crawler.items import Article, Page, RawArticle
from crawler.report.outcomes import Outcome
from crawler.store.ingest import Capture, Finished, Ingest
from crawler.store.lock import folder_lock
from crawler.store.preflight import preflight
from crawler.workers import tasks
from crawler.workers.tasks import ListingPage
from tests.rim.site import article

PAPER = "https://baolangson.vn"
START = datetime(2022, 10, 6, 9, 0, tzinfo=VIETNAM)
HTML = (("Content-Type", "text/html; charset=UTF-8"),)
POLITICS = Goal(parse_sections(None))


class Inline:
    """Reads pages in this process: these are no danger."""

    async def read_article(self, page: Page) -> RawArticle:
        """Read an article."""
        return tasks.read_article(page)

    async def read_source(self, name: str, body: bytes, url: str, question: Question) -> SourcePage:
        """Read a page of a source of addresses."""
        return tasks.read_source(name, body, url, question)

    async def read_record(self, page: Page) -> Article:
        """Read a page all the way to its record."""
        return tasks.read_record(page)

    async def read_listing(self, body: bytes, url: str, scope: Scope, wanted: Sequence[str]) -> ListingPage:
        """Read a page of a listing."""
        return tasks.read_listing(body, url, scope, wanted)

    async def close(self) -> None:
        """Nothing to end."""


def address(number: int, slug: str = "hoi-nghi", section: str = "chinh-tri") -> str:
    """An article's address."""
    return f"{PAPER}/{section}/{number}-{slug}.html"


def page(number: int, *, views: int = 7, words: str = "") -> bytes:
    """An article's page, with its views and some words of its own."""
    text = str(article(number).body).replace(f">{number % 900} lượt xem<", f">{views} lượt xem<")
    return text.replace(
        "<p>HOÀNG LAN</p>", f"<p>Bổ sung: {words}.</p><p>HOÀNG LAN</p>" if words else ""
    ).encode()


def capture(url: str, day: float = 0, *, body: bytes | None = None, **facts: Any) -> Capture:
    """A capture of an address so many days after `START`."""
    number = int(url.split("/")[-1].split("-")[0]) if body is None else 0
    known: dict[str, Any] = {"headers": HTML, "via": "warc", "source": {"file": "test.warc.gz"}}
    moment = START + timedelta(days=day)
    return Capture(
        url=url, captured_at=moment, body=page(number) if body is None else body, **(known | facts)
    )


def ingest(
    data: Path,
    captures: Iterable[Capture],
    *,
    goal: Goal = POLITICS,
    origin: str | None = None,
    durable: bool = False,
    on_end: Callable[[Capture, Outcome], None] | None = None,
) -> Finished:
    """Take captures into a data folder in one run."""

    async def run() -> Finished:
        now = datetime(2026, 11, 24, 8, 0, tzinfo=VIETNAM)
        async with Ingest(
            data, goal=goal, options={}, now=now, origin=origin, durable=durable, readers=Inline
        ) as taking:
            if on_end is not None:
                taking.on_end = on_end
            for one in captures:
                await taking.take(one)
            return await taking.finish(now=now)

    with folder_lock(data):
        preflight(data)
        return asyncio.run(run())


def months(data: Path) -> dict[str, bytes]:
    """The published files."""
    return {path.name: path.read_bytes() for path in sorted(data.glob("articles/*.jsonl"))}


def records(data: Path) -> list[dict[str, Any]]:
    """The published records."""
    return [json.loads(line) for text in months(data).values() for line in text.splitlines()]


def without_via(data: Path) -> list[dict[str, Any]]:
    """The published records but for the one value that must differ: how we came by the page."""
    return [{**record, "crawl": {**record["crawl"], "via": None}} for record in records(data)]


# --- archives of other crawlers -----------------------------------------------------------------------


def foreign_record(one: Capture, **fields: str) -> bytes:
    """A response as another crawler writes it: WARC 1.0, no digests, no request."""
    head = "".join(f"{name}: {value}\r\n" for name, value in one.headers)
    block = f"HTTP/1.1 {one.status} Whatever\r\n{head}\r\n".encode("latin-1") + one.body
    known = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, one.url + one.seen_at)}>",
        "WARC-Date": f"{one.captured_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "WARC-Target-URI": one.url,
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in (known | fields).items())
    return f"WARC/1.0\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def foreign_warc(captures: Iterable[Capture]) -> bytes:
    """An archive as another crawler writes it."""
    return b"".join(gzip.compress(foreign_record(one), mtime=0) for one in captures)


def wacz(warcs: dict[str, bytes], *, digests: dict[str, str] | None = None) -> bytes:
    """Archives packed as a WACZ file; `digests` stand in the package in place of the right ones."""
    out = io.BytesIO()
    resources = [
        {
            "name": name,
            "path": f"archive/{name}",
            "hash": (digests or {}).get(name, f"sha256:{hashlib.sha256(body).hexdigest()}"),
            "bytes": len(body),
        }
        for name, body in warcs.items()
    ]
    package = json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": resources})
    with zipfile.ZipFile(out, "w") as packed:
        for name, body in warcs.items():
            packed.writestr(f"archive/{name}", body)
        packed.writestr("datapackage.json", package)
        digest = {
            "path": "datapackage.json",
            "hash": f"sha256:{hashlib.sha256(package.encode()).hexdigest()}",
        }
        packed.writestr("datapackage-digest.json", json.dumps(digest))
    return out.getvalue()
