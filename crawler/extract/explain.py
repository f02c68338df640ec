"""`langson extract --explain`: each landmark, where it was found, what was refused and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.errors import PageError
from crawler.extract.landmarks import Landmarks, find_landmarks, raw_article
from crawler.extract.page_lines import Line, Node
from crawler.extract.stamp import Found
from crawler.items import Article, Page, as_record
from crawler.normalise.article import normalise
from crawler.validate.rules import validate

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Explanation:
    """What can be said of a page: the lines to show, and its record or why it gives none."""

    lines: list[str]
    article: Article | None
    error: PageError | None


def explain(page: Page) -> Explanation:
    """Explain how a page is read. Raises nothing that `process` would raise: the error is part of it."""
    try:
        found = find_landmarks(page)
    except PageError as error:
        return Explanation([f"refused ({error.fate}, {error.reason}): {error.detail}"], None, error)
    lines = list(_landmarks(found))
    try:
        article = validate(normalise(raw_article(found)))
    except PageError as error:
        lines.append(f"refused ({error.fate}, {error.reason}): {error.detail}")
        return Explanation(lines, None, error)
    record = as_record(article)
    lines += [f"published_at: {record['published_at']}  view_count: {record['view_count']}"]
    lines += [f"authors: {record['authors']}  source: {record['source']}"]
    lines += [f"evidence {field}: {source}" for field, source in record["evidence"].items()]
    return Explanation(lines, article, None)


def _landmarks(found: Landmarks) -> Iterator[str]:
    yield f"address: {found.address.layout}, id {found.address.id}; encoding {found.encoding}"
    yield f"section: {found.section[0]} / {found.section[1]} (from {found.section[2]})"
    yield f"kicker: {found.kicker}"
    yield f"title: {found.title.text}  [{path(found.title.node)}]  ({found.title.source})"
    for text, why in found.title.rejected:
        yield f"  not the title: {text[:_SHOWN]} ({why})"
    yield from _found("stamp", found.stamp.published)
    yield from _found("update", found.stamp.updated)
    yield from _found("views", found.views)
    yield f"lead: {(found.lead or '')[:_SHOWN] or None}"
    yield f"dateline: {found.dateline}"
    for block in found.body:
        record = as_record(block)
        text = record.get("text") or record.get("caption") or record.get("src") or record.get("items") or ""
        yield f"  {record['type']}: {str(text)[:_SHOWN]}"
    signature = found.reading.signature.lines()
    yield f"byline: {found.reading.signature.text()}  [{_where(signature[0] if signature else None)}]"
    yield f"tags: {', '.join(found.tags) or None} (from {found.tags_source})"
    for text, why in found.reading.dropped:
        yield f"  passed over: {text[:_SHOWN]} ({why})"


def _found(name: str, landmark: Found) -> Iterator[str]:
    yield f"{name}: {landmark.text}  [{_where(landmark.lines[0] if landmark.lines else None)}]"
    for text, why in landmark.rejected:
        yield f"  not the {name}: {text[:_SHOWN]} ({why})"


def _where(line: Line | None) -> str:
    return path(line.node) if line is not None else "not found"


def path(node: Node) -> str:
    """A block's place as tags with their first class or id, the innermost four."""
    parts = []
    for part in node.ancestors():
        name = part.el.get("id") or (part.el.get("class") or "").split(" ")[0]
        parts.append(f"{part.tag}.{name}" if name else part.tag)
    return " > ".join(reversed(parts[:4]))
