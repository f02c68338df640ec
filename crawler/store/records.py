"""A record's JSON form, its key, and what a second observation of the same article does to it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson

from crawler.items import Article, as_record
from crawler.sites.base import ArticleAddress

Record = dict[str, Any]
MAIN_SERIES = "main"
ENGLISH_ERA1 = "en1"


def to_line(article: Article, *, annotate: bool = False) -> bytes:
    """Give the article's JSON line, UTF-8, fields in the order of the table, with its line end.

    Args:
        article: The article.
        annotate: With annotations as the last field.
    """
    record = as_record(article)
    if annotate:
        from crawler.annotate import annotated  # few lines have them, and their words take time to load

        record = annotated(record)
    return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)


def series(layout: str, language: str) -> str:
    """The series that an article's number belongs to: era 1 counted its English pages on their own.

    >>> series("era1", "en"), series("era2", "en")
    ('en1', 'main')
    """
    return ENGLISH_ERA1 if layout == "era1" and language == "en" else MAIN_SERIES


def article_key(layout: str, language: str, number: str) -> str:
    """Series and number as one text: the key of an article."""
    return f"{series(layout, language)}/{number}"


def record_key(record: Record) -> str:
    """The key of the article that a record is of."""
    return article_key(record["crawl"]["layout"], record["language"], record["id"])


def address_key(address: ArticleAddress) -> str:
    """One text that is the same for every address of the same article."""
    return article_key(address.layout, address.language, address.id)


def with_aliases(record: Record, addresses: Iterable[str]) -> Record:
    """Add addresses under which the article was seen; its own is no alias, none stands twice.

    They are sorted: the order in which pages happened to come leaves no trace in the dataset.
    """
    return {**record, "aliases": sorted({*record["aliases"], *addresses} - {record["url"]})}


def merge(old: Record, new: Record) -> Record:
    """Give the record to keep after an article was observed again.

    - Nothing but `crawl` and `evidence` differs: the old record stays as it is, `fetched_at` included,
      so that a second crawl of an unchanged site changes no byte. Nor is a further address a new reading:
      it is added to the aliases.
    - Something differs (text, views, tags…): the new record is kept; its revision counts up where the
      content hash differs, so a mere change of views is no revision. Nor is it one where another
      extractor read the page: nobody can tell whether the paper changed, or only our reading of it
      (`langson reextract --apply` can, which reads the older pages by the new rules).
    - Era 2 is where the paper publishes now: an observation of the same article's era 1 address adds
      that address to the aliases and changes nothing else.
    Addresses once seen stay among the aliases.
    """
    if old["crawl"]["layout"] == "era2" and new["crawl"]["layout"] == "era1":
        return with_aliases(old, [new["url"], *new["aliases"]])
    merged = with_aliases({**new, "aliases": old["aliases"]}, [old["url"], *new["aliases"]])
    if _observed(merged) == _observed(old):
        return with_aliases(old, merged["aliases"])
    same_reader = old["crawl"]["extractor"] == new["crawl"]["extractor"]
    changed = same_reader and old["crawl"]["content_hash"] != new["crawl"]["content_hash"]
    revision = old["crawl"]["revision"]
    if changed:  # a record that was given to us may count further itself
        revision = max(revision + 1, new["crawl"]["revision"])
    return {**merged, "crawl": {**new["crawl"], "revision": revision}}


def _observed(record: Record) -> Record:
    return {name: value for name, value in record.items() if name not in ("crawl", "evidence", "aliases")}
