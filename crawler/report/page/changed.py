"""What became different in the articles that a run changed: for the report, bounded. Pure.

The records before are only there until the run has ended well (`Runs.forget_before`), so the report keeps
what the page shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import Any

import orjson

from crawler.report.page.words import shown

MOST = 40  # articles named
_PARTS = 3  # of a body, before and after
_LONG = 200
_OURS = frozenset({"crawl", "evidence", "raw", "aliases", "schema"})  # no words of the paper's
VIEWS = "view_count"
# In this order: what a reader of the paper would notice comes first.
_GRAVITY = ("title", "lead", "body", "authors")


def changed_articles(rows: Iterable[tuple[str, str, str | None, str]]) -> dict[str, Any]:
    """Tell what changed.

    Args:
        rows: (key, address whose page showed it, record before or None, record now), records as JSON.

    Returns:
        How often each field changed, and the articles themselves: those whose text changed first, at most
        `MOST`; a mere change of views is counted and not listed.
    """
    fields: Counter[str] = Counter()
    found = []
    for key, url, before, now in rows:
        old, new = orjson.loads(before or "{}"), orjson.loads(now)
        names = changed_fields(old, new) if before else []
        fields.update(names or ["unknown"])
        if names != [VIEWS]:
            found.append((_rank(names), _newest_first(new), key, url, old, new, names))
            if len(found) > 4 * MOST:  # enough for the best of them; not all at once in memory
                found = sorted(found, key=lambda entry: entry[:3])[:MOST]
    best = sorted(found, key=lambda entry: entry[:3])[:MOST]
    return {
        "fields": dict(sorted(fields.items(), key=lambda entry: (-entry[1], entry[0]))),
        "articles": [_entry(key, url, old, new, names) for _, _, key, url, old, new, names in best],
    }


def changed_fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Name the fields of a record that differ, those of the text first.

    >>> changed_fields({"title": "a", "view_count": 1}, {"title": "b", "view_count": 2})
    ['title', 'view_count']
    """
    names = [name for name in new if name not in _OURS and old.get(name) != new[name]]
    return sorted(names, key=lambda name: (_GRAVITY.index(name) if name in _GRAVITY else len(_GRAVITY), name))


def _rank(names: list[str]) -> int:
    return 0 if set(names) & set(_GRAVITY) else 1


def _newest_first(record: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(-ord(char) for char in record["published_at"])


def _entry(
    key: str, url: str, old: Mapping[str, Any], new: Mapping[str, Any], names: list[str]
) -> dict[str, Any]:
    shown_names = [name for name in names if name in (*_GRAVITY, VIEWS, "published_at", "section", "tags")]
    return {
        "key": key,
        "id": new["id"],
        "url": url or new["url"],
        "title": shown(new["title"]),
        "published_at": new["published_at"],
        "fields": names,
        "details": [_detail(name, old.get(name), new[name]) for name in shown_names],
    }


def _detail(name: str, old: Any, new: Any) -> dict[str, Any]:
    if name != "body":
        before, after = ([_text(value)] if value not in (None, "", []) else [] for value in (old, new))
        return {"field": name, "before": before, "after": after, "more": 0}
    before, after = ([_block_text(block) for block in body or ()] for body in (old, new))
    gone, come = _differing(before, after)
    more = max(len(gone) - _PARTS, 0) + max(len(come) - _PARTS, 0)
    return {"field": name, "before": gone[:_PARTS], "after": come[:_PARTS], "more": more}


def _differing(before: list[str], after: list[str]) -> tuple[list[str], list[str]]:
    """The blocks that only one of two bodies has, each shown from a little before the first difference."""
    gone, come = [], []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        skip = _alike(before[a], after[c]) if tag == "replace" and b - a == d - c == 1 else 0
        gone += [_from(text, skip) for text in before[a:b]]
        come += [_from(text, skip) for text in after[c:d]]
    return gone, come


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning, less some words to find one's way."""
    pairs = zip(one, other, strict=False)
    same = next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
    return max(same - 60, 0)


def _from(text: str, place: int) -> str:
    return shown(f"…{text[place:]}" if place else text, _LONG)


def _block_text(block: Mapping[str, Any]) -> str:
    words = [value for name, value in block.items() if name != "type" and value is not None]
    return " ".join(_text(value, 4_000) for value in words)


def _text(value: Any, longest: int = _LONG) -> str:
    if isinstance(value, list | tuple):
        value = " · ".join(_text(item, longest) for item in value)
    if isinstance(value, dict):
        value = _block_text(value)
    return shown(value, longest)
