"""One article's page: each field with its value, where it stands, where it came from, how sure that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from lxml.etree import _Element

from crawler.discover.window import VIETNAM
from crawler.errors import PageError
from crawler.extract.document import parse
from crawler.extract.encoding import decode
from crawler.extract.explain import path
from crawler.extract.landmarks import Landmarks, find_landmarks, raw_article
from crawler.extract.lines_about import is_prose
from crawler.extract.metadata import Metadata, read_metadata
from crawler.extract.page_lines import Document, Line, Node, holder
from crawler.extract.stamp import find_stamp
from crawler.extract.title import Title, find_title
from crawler.items import Article, Page, Paragraph
from crawler.normalise.article import normalise
from crawler.report.doctor.looks import Look, like_stamp, like_title
from crawler.report.doctor.selectors import Comparison, compare
from crawler.sites.baolangson.urls import article_address
from crawler.validate.rules import validate

SURE, LIKELY, WEAK, MISSING = "sure", "likely", "weak", "missing"
FIELDS = ("title", "published_at", "lead", "body", "view_count", "authors", "tags", "section")
_SHOWN = 120
_LITTLE = 400  # characters of a whole page: its menus alone have more


@dataclass(frozen=True, slots=True)
class FieldReading:
    """A field on one page.

    Attributes:
        name: The record's field.
        confidence: "sure" (two independent places agree), "likely" (found by its landmark), "weak" (only
            one that can deceive), "missing".
        value: As printed, shortened; empty where it is missing.
        source: landmark, landmark+meta, meta, json-ld, address…
        path: The block where it stands, as tags with class or id.
        why: Why it is missing or weak, in words.
    """

    name: str
    confidence: str
    value: str = ""
    source: str = ""
    path: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """One article's page as it was read.

    Attributes:
        refusal: Why the page gives no record; empty where it gives one.
        fields: One of each of `FIELDS`.
        looks: Field -> the line that looks most like the landmark that was not found.
        compared: The known selectors of its era on it.
        characters, prose, scripts, templates: How much text the page shows, how many lines of running
            text, how many scripts it has, how many unrendered templates (``{{…}}``).
    """

    url: str
    layout: str
    refusal: str = ""
    fields: tuple[FieldReading, ...] = ()
    looks: dict[str, Look] = field(default_factory=dict)
    compared: tuple[Comparison, ...] = ()
    characters: int = 0
    prose: int = 0
    scripts: int = 0
    templates: int = 0

    def field(self, name: str) -> FieldReading:
        """Give one field; missing where the page could not be read at all."""
        return next((one for one in self.fields if one.name == name), FieldReading(name, MISSING))

    @property
    def is_script_made(self) -> bool:
        """Whether the page's text seems to come by a script: there is hardly any in what the server sent."""
        if self.field("body").confidence != MISSING:
            return False
        if self.prose and self.field("title").confidence == MISSING:
            return False  # there is text, but nothing says whose
        return self.templates > 0 or (self.characters < _LITTLE and self.scripts > 0)


def read_article_page(page: Page) -> ArticleReading:
    """Read an article's page, as far as it can be read."""
    address = article_address(page.url, origin=page.origin)
    layout = address.layout if address else "unknown"
    try:
        utf8, _ = decode(page.body, page.headers, page.url)
        document = parse(utf8, page.url)
    except (PageError, etree.LxmlError) as error:
        return ArticleReading(page.url, layout, _words(error))
    own_id = address.id if address else None
    metadata = read_metadata(document)
    title = find_title(document, metadata, own_id)
    found, article, refusal = _landmarks(page)
    fields = tuple(_fields(page, document, metadata, title, found, article, own_id))
    today = page.fetched_at.astimezone(VIETNAM).date()
    looks = _looks(document, metadata, title, fields, today)
    return ArticleReading(
        page.url,
        layout,
        refusal,
        fields,
        looks,
        compare(document.root, layout, _places(found)),
        characters=sum(len(line.text) for line in document.lines if line.kind == "text"),
        prose=sum(1 for line in document.lines if line.kind == "text" and is_prose(line)),
        scripts=sum(1 for _ in document.root.iter("script")),
        templates=utf8.count(b"{{"),
    )


def _landmarks(page: Page) -> tuple[Landmarks | None, Article | None, str]:
    found = None
    try:
        found = find_landmarks(page)
        return found, validate(normalise(raw_article(found))), ""
    except PageError as error:
        return found, None, _words(error)


def _words(error: Exception) -> str:
    return error.detail if isinstance(error, PageError) else "it cannot be parsed as HTML"


def _fields(
    page: Page,
    document: Document,
    metadata: Metadata,
    title: Title | None,
    found: Landmarks | None,
    article: Article | None,
    own_id: str | None,
) -> Iterator[FieldReading]:
    yield _title(title)
    yield _published(page, document, metadata, title, own_id)
    if found is None:
        why = "the page's title or date could not be read, so nothing below was looked for"
        yield from (FieldReading(name, MISSING, why=why) for name in FIELDS[2:])
        return
    yield from _content(found)
    views = found.views
    yield _found("view_count", views.text, views.source, views.lines[0].node if views.lines else None)
    signed = found.reading.signature
    lines = signed.lines()
    yield _found("authors", signed.text(), "landmark", lines[0].node if lines else None)
    yield _found("tags", ", ".join(found.tags), found.tags_source or "landmark", None)
    section = "/".join(name for name in found.section[:2] if name)
    yield _found("section", section, found.section[2] or "", None)


def _title(title: Title | None) -> FieldReading:
    if title is None:
        return FieldReading("title", MISSING, why="no heading agrees with the address or the page's head")
    confidence = SURE if title.source == "landmark+meta" else LIKELY
    return FieldReading("title", confidence, title.text[:_SHOWN], title.source, path(title.node))


def _published(
    page: Page, document: Document, metadata: Metadata, title: Title | None, own_id: str | None
) -> FieldReading:
    name = "published_at"
    if title is None:
        return FieldReading(name, MISSING, why="without a title there is no place to look below")
    stamp = find_stamp(document, title, metadata, own_id, page.fetched_at)
    printed = stamp.published
    if printed.refused is not None:
        return FieldReading(name, MISSING, why=f"the date that is printed cannot be right: {printed.refused}")
    if printed.text is None:
        if metadata.published:
            source, text = metadata.published[0]
            why = "no date is printed below the title; only the page's head names one"
            return FieldReading(name, WEAK, text[:_SHOWN], source, why=why)
        return FieldReading(name, MISSING, why="no date is printed below the title")
    where = path(printed.lines[0].node) if printed.lines else ""
    above = bool(printed.lines) and printed.lines[0].index < title.node.start
    if above and printed.source == "landmark":
        why = "it stands above the title, where the header's clock may stand too"
        return FieldReading(name, WEAK, printed.text[:_SHOWN], printed.source, where, why)
    confidence = SURE if printed.source == "landmark+meta" or _declared(metadata, stamp.reading) else LIKELY
    return FieldReading(name, confidence, printed.text[:_SHOWN], printed.source, where)


def _declared(metadata: Metadata, reading: Any) -> bool:
    """Whether the page's head names the day that is printed."""
    value = getattr(reading, "value", None)
    return value is not None and any(value.strftime("%Y-%m-%d") in text for _, text in metadata.published)


def _content(found: Landmarks) -> Iterator[FieldReading]:
    lines = found.reading.content
    home = path(found.reading.home) if found.reading.home is not None else ""
    if found.lead:
        first = next((line for line in lines if line.kind == "text"), None)
        stands = path(first.node) if first is not None else ""
        apart = first is not None and _is_set_apart(first, lines)
        why = "" if apart else "it is printed like the text below, so it may be the text's first paragraph"
        confidence = LIKELY if apart else WEAK
        yield FieldReading("lead", confidence, found.lead[:_SHOWN], "landmark", stands, why)
    else:
        yield FieldReading("lead", MISSING, why="no first paragraph stands before the text")
    paragraphs = [block for block in found.body if isinstance(block, Paragraph)]
    size = sum(len(block.text) for block in paragraphs)
    if not found.body or not (paragraphs or found.lead or len(found.body) > 1):
        yield FieldReading("body", MISSING, path=home, why="no running text stands below the title")
        return
    value = f"{len(found.body)} blocks, {size} characters"
    yield FieldReading("body", LIKELY if paragraphs else WEAK, value, "landmark", home)


def _is_set_apart(first: Line, lines: list[Line]) -> bool:
    """Whether the lead looks or stands otherwise than the paragraph below it."""
    below = next((line for line in lines if line.kind == "text" and line.index > first.index), None)
    if below is None or first.bold != below.bold or first.node.tag != below.node.tag:
        return True
    if first.node.el.get("class") != below.node.el.get("class") or (
        first.italic_chars and not below.italic_chars
    ):
        return True
    return holder(first) is not holder(below)


def _found(name: str, text: str | None, source: str, node: Node | None) -> FieldReading:
    if not text:
        return FieldReading(name, MISSING, why="it is not printed, or not recognised")
    stands = path(node) if node is not None else ""
    confidence = SURE if source == "address" or "+" in source else LIKELY
    return FieldReading(name, confidence, text[:_SHOWN], source, stands)


def _looks(
    document: Document, metadata: Metadata, title: Title | None, fields: tuple[FieldReading, ...], today: date
) -> dict[str, Look]:
    confidence = {one.name: one.confidence for one in fields}
    looks = {}
    unsure = confidence["published_at"] in (MISSING, WEAK)
    if unsure and (look := like_stamp(document, title.node if title else None, today)):
        looks["published_at"] = look
    if title is None:
        slug = urlsplit(document.url).path.rpartition("/")[2].partition(".")[0]
        if look := like_title(document, [text for _, text in metadata.titles], slug):
            looks["title"] = look
    return looks


def _places(found: Landmarks | None) -> dict[str, tuple[_Element | None, str]]:
    """Where each landmark stands, for the comparison with known selectors."""
    if found is None:
        return {}
    signed, stamp = found.reading.signature, found.stamp.published
    first = next((line for line in found.reading.content if line.kind == "text"), None)
    home = found.reading.home
    places: dict[str, tuple[_Element | None, str]] = {"title": (found.title.node.el, found.title.text)}
    if stamp.text and stamp.lines:
        places["published_at"] = (stamp.lines[0].node.el, stamp.text)
    if found.lead and first is not None:
        places["lead"] = (first.node.el, found.lead)
    if home is not None:
        paragraph = next((block.text for block in found.body if isinstance(block, Paragraph)), "")
        places["body"] = (home.el, paragraph)
    if signed.lines():
        places["authors"] = (signed.lines()[0].node.el, signed.text() or "")
    if found.section[2] not in (None, "address"):
        places["section"] = (None, (found.section[1] or found.section[0] or "").replace("-", " "))
    return places
