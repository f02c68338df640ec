"""What lies beside the tables: changelog, JSON Schema, release.json. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from crawler.release.card.card import Findings
from crawler.release.card.markdown import number, plain
from crawler.release.changes import Changes
from crawler.store.json_schema import json_schema

RELEASE: Final = "release/1"
CHANGELOG: Final = "changelog/1"
_NAMED = 100  # in CHANGELOG.md; changelog.json has all
_MEANINGS: Final = {
    "added": "not in the release before",
    "revised": "the paper changed title, lead, body or authors",
    "reread": "another version of the extractor reads them otherwise",
    "amended": "something around the text changed: section, tags, addresses, times",
    "gone": "left out: the paper has taken them down",
    "vanished": "no longer in the dataset: taken back as misread, or known under another number",
}
_COUNTED: Final = {
    "redacted": "left out on request since",
    "recounted": "only the view count changed",
    "unchanged": "as before",
}


def changelog_lines(version: str, previous: str | None, changes: Changes) -> Iterator[str]:
    """Give the lines of CHANGELOG.md."""
    yield f"# {plain(version)}"
    yield ""
    if previous is None:
        yield f"The first release: {number(len(changes.added))} articles."
        return
    yield f"Against {plain(previous)}; all keys are in `changelog.json`."
    counts = changes.counts()
    yield ""
    for name, meaning in {**_MEANINGS, **_COUNTED}.items():
        yield f"- {name}: {number(counts[name])} ({meaning})"
    for name in _MEANINGS:
        if keys := getattr(changes, name):
            yield ""
            yield f"## {name.capitalize()}"
            yield ""
            more = f" … and {number(len(keys) - _NAMED)} more" if len(keys) > _NAMED else ""
            yield ", ".join(f"`{key}`" for key in keys[:_NAMED]) + more


def changelog_record(version: str, previous: str | None, changes: Changes) -> dict[str, Any]:
    """Give changelog.json. Without a release before, nothing is called added."""
    lists = {name: getattr(changes, name) if previous is not None else [] for name in _MEANINGS}
    return {
        "schema": CHANGELOG,
        "version": version,
        "previous": previous,
        "counts": changes.counts(),
        **lists,
    }


def release_record(found: Findings) -> dict[str, Any]:
    """Give release.json: what the card says, for programs."""
    selection = found.selection
    return {
        "schema": RELEASE,
        "version": found.version,
        "observed_until": found.observed_until.isoformat(),
        "previous": found.previous,
        "made_with": dict(found.versions),
        "annotations": found.annotations,
        "tables": {table.name: dict(table.rows) for table in found.tables},
        "splits": {
            name: {"articles": count, "first": first, "last": last}
            for name, (first, last, count) in selection.borders.items()
        },
        "clusters": {"number": selection.clusters, "articles": selection.clustered},
        "left_out": {"on_request": len(selection.redacted), "taken_down": len(selection.gone)},
        "fields": {
            layout: {"articles": count, "filled": _filled(found, layout)}
            for layout, count in sorted(found.facts.articles.items())
        },
        "ways": [
            {"via": via, "robots": robots or None, "articles": count}
            for (via, robots), count in sorted(found.facts.ways.items())
        ],
        "robots": [
            {
                "origin": seen.origin,
                "status": seen.status,
                "first": seen.first.isoformat(),
                "last": seen.last.isoformat(),
                "text": seen.text,
            }
            for seen in found.robots
        ],
        "holes": [
            {"kind": kind, "cause": cause.value, "explained": explained, "number": count}
            for (kind, cause, explained), count in sorted(found.holes.causes.items())
        ],
    }


def _filled(found: Findings, layout: str) -> dict[str, int]:
    filled = found.facts.filled
    return {name: filled[key, name] for key, name in sorted(filled) if key == layout}


def schemas(*, annotations: bool) -> dict[str, dict[str, Any]]:
    """Give the JSON Schemas of the lines, by file name.

    Args:
        annotations: The records are annotated.
    """
    text = {"type": "string"}
    properties = {
        "key": text | {"description": "Of the article: series and number."},
        "id": text | {"description": "The article's number."},
        "seen_at": text | {"format": "date-time", "description": "When the page was fetched."},
        "view_count": {"type": "integer", "minimum": 0, "description": "As the page printed it then."},
    }
    view_count = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "langson:view_count/1",
        "description": "A view count as printed on an article's page at a moment.",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return {"article.schema.json": json_schema(annotations=annotations), "view_count.schema.json": view_count}


def json_text(record: Mapping[str, Any]) -> str:
    """Give a record as a JSON file's text."""
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"
