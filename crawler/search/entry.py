"""A record as the search index has it: its row, what it is counted by, its words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from crawler.annotate.text import flat_text
from crawler.normalise.text import fold
from crawler.search.cited import cited
from crawler.store.records import Record

FACETS = ("section", "month", "author", "tag", "document")


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in the index.

    Attributes:
        row: The columns of `articles` after `n` and before `digest`.
        texts: The columns of `texts` after `n`.
        labels: (kind, value) of what hits are counted by, none twice.
        indexed: The columns of `word_index`.
    """

    row: tuple[Any, ...]
    texts: tuple[str | None, ...]
    labels: tuple[tuple[str, str], ...]
    indexed: tuple[str, ...]


def entry(key: str, line: str) -> Entry:
    """Make the entry of a record.

    Args:
        key: See `store.records.article_key`.
        line: Its JSON.
    """
    record: Record = orjson.loads(line)
    documents = cited(record)
    lead, text = record["lead"] or "", flat_text(record)
    return Entry(
        row=_row(key, record, documents, f"{lead}\n{text}"),
        texts=(record["lead"], text, line),
        labels=tuple(dict.fromkeys(_labels(record, documents))),
        indexed=tuple(map(fold, (_title(record), lead, text, _named(record, documents), _numbers(record)))),
    )


def section_of(record: Record) -> str:
    """Give section and subsection as in an address; empty where the article names none."""
    return "/".join(name for name in (record["section"], record["subsection"]) if name)


def _row(key: str, record: Record, documents: Sequence[str], running: str) -> tuple[Any, ...]:
    crawl = record["crawl"]
    return (
        *(key, record["id"], record["title"], section_of(record)),
        *(record["published_at"], record["updated_at"], record["view_count"]),
        *(_json(record["authors"]), record["source"], _json(record["tags"]), _json(documents)),
        *(record["language"], len(running.split())),
        sum(block["type"] == "image" for block in record["body"]),
        *(crawl["revision"], crawl["fetched_at"], record["url"]),
    )


def _json(values: Sequence[str]) -> str:
    return orjson.dumps(list(values)).decode()


def _labels(record: Record, documents: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield "section", section_of(record)
    yield "month", record["published_at"][:7]
    for kind, values in (("author", record["authors"]), ("tag", record["tags"]), ("document", documents)):
        for value in values:
            yield kind, value


def _title(record: Record) -> str:
    return " ".join(part for part in (record["kicker"], record["title"]) if part)


def _numbers(record: Record) -> str:
    return " ".join((record["id"], record["url"], *record["aliases"]))


def _named(record: Record, documents: Sequence[str]) -> str:
    """Names that stand around the text: people, paper, keywords, photographers, documents."""
    credits = [block["credit"] for block in record["body"] if block.get("credit")]
    names = (*record["authors"], record["source"] or "", *record["tags"], *credits, *documents)
    return " | ".join(filter(None, names))
