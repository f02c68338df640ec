"""From strings as printed to the record: times, counts and names read, conflicts noted."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

import orjson

from crawler.errors import MissingLandmarkError
from crawler.items import Article, Block, Crawl, Image, Raw, RawArticle, as_record
from crawler.normalise.bylines import Byline, read_byline
from crawler.normalise.counts import read_views
from crawler.normalise.dates import DateReading, read_date

EXTRACTOR = "landmarks/1"


def normalise(raw: RawArticle) -> Article:
    """Read the printed strings of an article.

    The printed stamp decides. Metadata may add its seconds where it names the same minute, stands
    in where no stamp is printed (unless it names the day of the fetch, which proves nothing), and
    is noted as a conflict where it contradicts.

    Raises:
        MissingLandmarkError: no publication time can be had.
    """
    evidence = dict(raw.evidence)
    published, updated = _times(raw, evidence)
    byline = (read_byline(raw.byline) if raw.byline else None) or Byline((), None, None, False)
    views = read_views(raw.views).value if raw.views else None
    body = _credited(raw.body, byline)
    page = raw.page
    return Article(
        id=raw.id,
        url=raw.url,
        aliases=raw.aliases,
        section=raw.section,
        subsection=raw.subsection,
        kicker=raw.kicker,
        title=raw.title,
        published_at=published.isoformat(),
        updated_at=updated.isoformat() if updated else None,
        view_count=views,
        lead=raw.lead,
        body=body,
        authors=byline.authors,
        source=byline.source,
        tags=raw.tags,
        language=raw.language,
        raw=Raw(published=raw.published, view_count=raw.views, byline=raw.byline, dateline=raw.dateline),
        evidence=evidence,
        crawl=Crawl(
            fetched_url=page.fetched_url or page.url,
            fetched_at=page.fetched_at.isoformat(),
            via=page.via,
            status=page.status,
            layout=raw.layout,
            revision=1,
            content_hash=content_hash(raw.title, raw.lead, body, byline.authors),
            extractor=EXTRACTOR,
            robots=page.robots,
        ),
    )


def _credited(body: tuple[Block, ...], byline: Byline) -> tuple[Block, ...]:
    """The photographer named apart from the author took every picture that names no other."""
    if byline.credit is None or byline.credit in byline.authors:
        return body
    return tuple(
        replace(block, credit=byline.credit) if isinstance(block, Image) and block.credit is None else block
        for block in body
    )


def content_hash(title: str, lead: str | None, body: tuple[Block, ...], authors: tuple[str, ...]) -> str:
    """SHA-256 (hex) over title, lead, body and authors, so that new views are no new revision."""
    content = [title, lead, as_record(body), list(authors)]
    return hashlib.sha256(orjson.dumps(content)).hexdigest()


def _times(raw: RawArticle, evidence: dict[str, str]) -> tuple[datetime, datetime | None]:
    fetched = raw.page.fetched_at
    declared = [(source, read_date(text, base=fetched)) for source, text in raw.metadata_published]
    if raw.published is None:
        published = _from_metadata(raw, declared, evidence)
        return published, _declared_update(raw, published, evidence)
    reading = read_date(raw.published, base=fetched)
    if reading.value is None:
        raise MissingLandmarkError(
            raw.page.url,
            "published_at",
            f"the printed stamp “{raw.published}” cannot be read: {reading.reason}",
        )
    published = _checked(reading, declared, evidence)
    updated = reading.updated
    if raw.updated is not None:
        printed = read_date(raw.updated, base=fetched)
        updated = _with_seconds(printed, raw.metadata_updated, fetched) or printed.value
    if updated is not None:
        evidence["updated_at"] = "landmark"
        if updated < published:
            evidence["conflict:updated_at"] = f"printed {updated.isoformat()}, before the publication"
            updated = None
    else:
        updated = _declared_update(raw, published, evidence)
    return published, updated


def _with_seconds(
    printed: DateReading, declared: tuple[tuple[str, str], ...], fetched: datetime
) -> datetime | None:
    """The time of the metadata that names the minute that is printed, seconds and all; else None."""
    if printed.value is None or printed.precision != "minute":
        return None
    for _, text in declared:
        value = read_date(text, base=fetched).value
        if value is not None and _minute(value) == printed.value:
            return value
    return None


def _declared_update(raw: RawArticle, published: datetime, evidence: dict[str, str]) -> datetime | None:
    """The update time of the metadata, where none is printed and it names a later minute.

    One of the day of the fetch proves nothing: many systems write the time of serving there.
    """
    fetched = raw.page.fetched_at
    for source, text in raw.metadata_updated:
        value = read_date(text, base=fetched).value
        if value is None or _minute(value) <= _minute(published) or value > fetched:
            continue
        if value.date() != fetched.astimezone(value.tzinfo).date():
            evidence["updated_at"] = source
            return value
    return None


def _from_metadata(
    raw: RawArticle, declared: list[tuple[str, DateReading]], evidence: dict[str, str]
) -> datetime:
    for source, reading in declared:
        value = reading.value
        if value is not None and value.date() != raw.page.fetched_at.astimezone(value.tzinfo).date():
            evidence["published_at"] = source
            _note_precision(reading, evidence)
            return value
    raise MissingLandmarkError(
        raw.page.url,
        "published_at",
        "no stamp is printed after the title, and the metadata names no other day than that of the fetch",
    )


def _note_precision(reading: DateReading, evidence: dict[str, str]) -> None:
    """Say where only a day is known: midnight then is no time of day that was printed."""
    if reading.precision == "day":
        evidence["precision:published_at"] = "day"


def _checked(
    reading: DateReading, declared: list[tuple[str, DateReading]], evidence: dict[str, str]
) -> datetime:
    """The printed time, with metadata's seconds where it names the same minute; conflicts noted."""
    value = reading.value
    assert value is not None, "only readings with a value are checked"
    _note_precision(reading, evidence)
    for source, other in declared:
        if other.value is None:
            continue
        if reading.precision == "minute" and other.precision == "second" and _minute(other.value) == value:
            evidence["published_at"] += f"+{source}"
            return other.value
        agrees = (
            other.value.date() == value.date()
            if "day" in (reading.precision, other.precision)
            else (_minute(other.value) == _minute(value))
        )
        if not agrees:
            evidence.setdefault("conflict:published_at", f"{source}: {other.value.isoformat()}")
    return value


def _minute(value: datetime) -> datetime:
    return value.replace(second=0, microsecond=0)
