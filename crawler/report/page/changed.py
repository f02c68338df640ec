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
_OURS = frozenset({"crawl", "evidence", "raw", "aliases", "schema"})  # how the page was read
_OPENED = ("raw", "evidence", "crawl")  # named with the part that differs, as `raw.byline`
VIEWS = "view_count"
# In this order: what a reader of the paper would notice comes first.
_GRAVITY = ("title", "lead", "body", "authors")
# What became of an article, the gravest first; as `release.changes` tells them.
REVISED = "revised"  # the paper changed its text
AMENDED = "amended"  # the text is the same, what stands around it is not: tags, times, section
REREAD = "reread"  # the page is read otherwise: another markup, or another extractor
VIEWS_ONLY = "views"
UNTOLD = "untold"  # the record before is no longer there
KINDS = (REVISED, AMENDED, REREAD, UNTOLD, VIEWS_ONLY)


def changed_articles(rows: Iterable[tuple[str, str, str | None, str]]) -> dict[str, Any]:
    """Tell what changed.

    Args:
        rows: (key, address whose page showed it, record before or None, record now), records as JSON.

    Returns:
        How often each field changed, how many articles of each of `KINDS` there are, and the articles
        themselves: those whose text changed first, at most `MOST`; a mere change of views is counted and
        not listed.
    """
    fields: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    found = []
    for key, url, before, now in rows:
        old, new = orjson.loads(before or "{}"), orjson.loads(now)
        names = changed_fields(old, new) if before else []
        kind = _kind(old, new, names) if before else UNTOLD
        fields.update(names)
        kinds[kind] += 1
        if kind != VIEWS_ONLY:
            found.append((KINDS.index(kind), _newest_first(new), key, url, old, new, names))
            if len(found) > 4 * MOST:  # enough for the best of them; not all at once in memory
                found = sorted(found, key=lambda entry: entry[:3])[:MOST]
    best = sorted(found, key=lambda entry: entry[:3])[:MOST]
    return {
        "fields": dict(sorted(fields.items(), key=lambda entry: (-entry[1], entry[0]))),
        "kinds": {kind: kinds[kind] for kind in KINDS if kinds[kind]},
        "articles": [
            {**_entry(key, url, old, new, names), "kind": KINDS[place]}
            for place, _, key, url, old, new, names in best
        ],
    }


def changed_fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Name the fields of a record that differ, those of the text first.

    >>> changed_fields({"title": "a", "view_count": 1}, {"title": "b", "view_count": 2})
    ['title', 'view_count']
    """
    names = [name for name in new if name not in _OURS and old.get(name) != new[name]]
    names.sort(key=lambda name: (_GRAVITY.index(name) if name in _GRAVITY else len(_GRAVITY), name))
    return names or _read_otherwise(old, new)


def _read_otherwise(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Names of what is not the paper's words; of the crawl's own marks only where nothing else differs."""
    names = [name for name in ("aliases", "schema") if old.get(name) != new.get(name)]
    for part in _OPENED:
        before, now = old.get(part) or {}, new.get(part) or {}
        if part != "crawl" or not names:
            differing = sorted(key for key in {*before, *now} if before.get(key) != now.get(key))
            names += [f"{part}.{key}" for key in differing]
    return names


def _kind(old: Mapping[str, Any], new: Mapping[str, Any], names: list[str]) -> str:
    if names == [VIEWS]:
        return VIEWS_ONLY
    before, now = old.get("crawl") or {}, new.get("crawl") or {}
    if "content_hash" in before and "content_hash" in now:
        text_differs = before["content_hash"] != now["content_hash"]
    else:
        text_differs = bool(set(names) & set(_GRAVITY))
    if text_differs:
        return REVISED if before.get("extractor") == now.get("extractor") else REREAD
    return REREAD if all(name.split(".")[0] in _OURS for name in names) else AMENDED


def _newest_first(record: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(-ord(char) for char in record["published_at"])


def _entry(
    key: str, url: str, old: Mapping[str, Any], new: Mapping[str, Any], names: list[str]
) -> dict[str, Any]:
    details = [_detail(name, _value(old, name), _value(new, name)) for name in names if _is_shown(name)]
    return {
        "key": key,
        "id": new["id"],
        "url": url or new["url"],
        "title": shown(new["title"]),
        "published_at": new["published_at"],
        "fields": names,
        "details": [detail for detail in details if detail["before"] or detail["after"]],
    }


def _is_shown(name: str) -> bool:
    return not name.startswith(("crawl.", "schema", "evidence"))


def _value(record: Mapping[str, Any], name: str) -> Any:
    part, _, key = name.partition(".")
    return (record.get(part) or {}).get(key) if key else record.get(part)


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
