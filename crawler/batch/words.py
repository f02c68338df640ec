"""A difference between datasets as a table for people, and as JSON. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any, Final

import orjson

from crawler.batch.fields import Difference, Samples

_LENGTH: Final = 90
_BEFORE: Final = 25  # characters before the first difference that are shown


def as_json(found: Difference, **about: Any) -> bytes:
    """Give the difference as JSON, samples whole.

    Args:
        about: What else is to stand there: which datasets, which extractor.
    """
    fields = sorted(found.fields.items(), key=lambda item: (-item[1].count, item[0]))
    told = {
        **about,
        "records": {"before": found.before, "after": found.after},
        "same": found.same,
        "changed": found.changed,
        "added": {"count": found.added.count, "samples": dict(found.added)},
        "missing": {"count": found.missing.count, "samples": dict(found.missing)},
        "fields": {
            name: {
                "count": samples.count,
                "samples": [{"key": key, "old": old, "new": new} for key, (old, new) in samples],
            }
            for name, samples in fields
        },
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def table(found: Difference) -> Iterator[str]:
    """Give the difference as lines."""
    yield f"{found.before} records before, {found.after} after"
    rows = [("same", found.same), ("changed", found.changed)]
    rows += [("added", found.added.count), ("missing", found.missing.count)]
    width = max(map(len, ("changed", *found.fields)))
    for name, number in rows:
        yield f"  {name:{width}}  {number:7}  {_share(number, found)}"
    if found.fields:
        yield "records that change, by field"
        for name, samples in sorted(found.fields.items(), key=lambda item: (-item[1].count, item[0])):
            yield f"  {name:{width}}  {samples.count:7}  {_share(samples.count, found)}"
    yield from _samples(found)


def _share(number: int, found: Difference) -> str:
    most = max(found.before, found.after)
    return f"{100 * number / most:5.1f} %" if most else ""


def _samples(found: Difference) -> Iterator[str]:
    for name, samples in sorted(found.fields.items(), key=lambda item: (-item[1].count, item[0])):
        if samples.kept:
            yield f"{name}:"
        for key, (old, new) in samples:
            before, after = shortened(_text(old), _text(new))
            yield f"  {key}: {before} -> {after}"
    yield from _titles("added", found.added)
    yield from _titles("missing", found.missing)


def _titles(what: str, samples: Samples) -> Iterator[str]:
    if samples.kept:
        yield f"{what}:"
        yield from (f"  {key}: {shortened(_text(title), '')[0]}" for key, title in samples)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def shortened(old: str, new: str) -> tuple[str, str]:
    """Cut two texts to the place where they begin to differ; a letter keeps its marks.

    >>> shortened("Hội nghị " * 20 + "cũ", "Hội nghị " * 20 + "mới")
    ('…i nghị Hội nghị Hội nghị cũ', '…i nghị Hội nghị Hội nghị mới')
    """
    same = next(
        (at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    start = max(0, same - _BEFORE) if max(len(old), len(new)) > _LENGTH and new else 0
    return _part(old, start), _part(new, start)


def _part(text: str, start: int) -> str:
    start, end = _whole(text, start), _whole(text, start + _LENGTH)
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def _whole(text: str, at: int) -> int:
    """The place itself, or the next one behind a letter's marks."""
    while at < len(text) and unicodedata.combining(text[at]):
        at += 1
    return min(at, len(text))
