"""Find an article's landmarks on a page: title, stamp, views, lead, body, byline, keywords, breadcrumb."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from crawler.errors import MissingLandmarkError, NotArticleError, NotHtmlError
from crawler.extract.addresses import joined
from crawler.extract.blocks import BlockBuilder
from crawler.extract.breadcrumb import find_section
from crawler.extract.document import parse
from crawler.extract.encoding import decode, refuse_legacy
from crawler.extract.lead import part_lead
from crawler.extract.metadata import Metadata, read_metadata
from crawler.extract.page_lines import Document
from crawler.extract.reading import Reading, read_article
from crawler.extract.stamp import Found, Stamp, find_stamp, meta_box, stamp_author
from crawler.extract.tags import find_tags
from crawler.extract.title import Title, find_kicker, find_title
from crawler.extract.views import find_views
from crawler.items import Block, Page, RawArticle
from crawler.sites.baolangson.urls import article_address, canonical, is_ours, unknown_article_address
from crawler.sites.base import ArticleAddress

# How many lines of an article show which code it is in.
_SAMPLED = 8


@dataclass(slots=True)
class Landmarks:
    """Everything that was found on a page, with what was considered and refused."""

    page: Page
    encoding: str
    address: ArticleAddress
    document: Document
    metadata: Metadata
    title: Title
    kicker: str | None
    stamp: Stamp
    reading: Reading
    views: Found
    lead: str | None
    dateline: str | None
    body: tuple[Block, ...]
    tags: tuple[str, ...]
    tags_source: str | None
    section: tuple[str | None, str | None, str | None]


def find_landmarks(page: Page) -> Landmarks:
    """Read a page by its landmarks.

    Raises:
        NotHtmlError, EncodingError: nothing to read.
        NotArticleError: the address is one of the paper's, but no article's.
        MissingLandmarkError: no title, or a stamp that cannot be.
    """
    address = _address(page)
    utf8, encoding = decode(page.body, page.headers, page.url)
    document = _parse(utf8, page.url)
    metadata = read_metadata(document)
    title = find_title(document, metadata, address.id)
    if title is None:
        raise MissingLandmarkError(page.url, "title", "no title: no heading agrees with address or metadata")
    stamp = find_stamp(document, title, metadata, address.id, page.fetched_at)
    if stamp.published.refused is not None:
        raise MissingLandmarkError(
            page.url, "published_at", f"the printed stamp cannot be right: {stamp.published.refused}"
        )
    used = {line.index for line in (*stamp.published.lines, *stamp.updated.lines)}
    used |= meta_box(document, title, stamp)
    reading = read_article(document, title.node, used, address.id)
    views = find_views(document, title, stamp, address.id, reading.end)
    blocks = BlockBuilder(document, reading).build()
    lead, dateline, body = part_lead(blocks)
    # The frame of a page may be in UTF-8 while an old article in it never was.
    printed = [title.text, *(line.text for line in reading.content[:_SAMPLED])]
    refuse_legacy(" ".join(printed), page.url)
    last = max(
        (line.index for line in (*reading.content, reading.signature.line) if line), default=title.node.end
    )
    tags, tags_source = find_tags(document, reading.tags_at, last + 1)
    return Landmarks(
        page, encoding, address, document, metadata, title, find_kicker(title, document, address.id),
        stamp, reading, views, lead, dateline, tuple(body), tags, tags_source,
        _section(address, document, metadata, title),
    )  # fmt: skip


def _parse(utf8: bytes, url: str) -> Document:
    if b"<" not in utf8:
        raise NotHtmlError(url, "there is no markup in it; give an HTML page")
    try:
        return parse(utf8, url)
    except etree.LxmlError as error:
        raise NotHtmlError(url, f"it cannot be parsed as HTML ({error})") from error


def _address(page: Page) -> ArticleAddress:
    found = article_address(page.url, origin=page.origin)
    if found is not None:
        return found
    if is_ours(page.url, origin=page.origin):
        raise NotArticleError(
            page.url,
            "this is no article's address (a section, a front page?); give an article's address, "
            "or crawl the section with `langson crawl --section`",
        )
    unknown = unknown_article_address(page.url)
    if unknown is None:
        raise MissingLandmarkError(page.url, "id", "no number in the address: give the article's own address")
    return unknown


def _section(
    address: ArticleAddress, document: Document, metadata: Metadata, title: Title
) -> tuple[str | None, str | None, str | None]:
    if address.section is not None:
        return address.section, address.subsection, "address"
    return find_section(document, metadata, title.node)


def raw_article(found: Landmarks) -> RawArticle:
    """Gather what was found into strings as printed, with the evidence for each field."""
    url, url_source, aliases, conflict = _addresses(found)
    stamp, reading = found.stamp, found.reading
    signature = reading.signature.text() or stamp_author(found.stamp, found.document)
    evidence = {
        "id": _id_evidence(found),
        "url": url_source,
        "title": found.title.source,
        "body": "landmark",
        "language": "address",
    }
    optional = {
        "section": found.section[2],
        "kicker": "landmark" if found.kicker else None,
        "published_at": stamp.published.source if stamp.published.text else None,
        "updated_at": "landmark" if stamp.updated.text else None,
        "view_count": found.views.source if found.views.text else None,
        "lead": "landmark" if found.lead else None,
        "authors": "landmark" if signature else None,
        "tags": found.tags_source,
        "conflict:url": conflict,
        "conflict:title": _title_conflict(found),
    }
    evidence.update({name: source for name, source in optional.items() if source})
    return RawArticle(
        page=found.page,
        id=found.address.id,
        url=url,
        aliases=aliases,
        layout=found.address.layout,
        section=found.section[0],
        subsection=found.section[1],
        kicker=found.kicker,
        title=found.title.text,
        published=stamp.published.text,
        updated=stamp.updated.text,
        metadata_published=tuple(found.metadata.published),
        metadata_updated=tuple(found.metadata.updated),
        views=found.views.text,
        lead=found.lead,
        dateline=found.dateline,
        body=found.body,
        byline=signature,
        tags=found.tags,
        language=_language(found),
        evidence=evidence,
    )


def _id_evidence(found: Landmarks) -> str:
    post_id = found.metadata.post_id
    if post_id is None:
        return "address"
    return "address+selector" if post_id == found.address.id else f"address (body says postid-{post_id})"


def _addresses(found: Landmarks) -> tuple[str, str, tuple[str, ...], str | None]:
    """The canonical address, its source, the other addresses seen, and a canonical link that is wrong."""
    page, own = found.page, found.address
    url, source, conflict = own.canonical, "address", None
    parts = urlsplit(page.url)
    host = parts.netloc.rpartition("@")[2]  # a password is nobody's business
    seen = [own.canonical, parts._replace(netloc=host, query="", fragment="").geturl()]
    for name, href in found.metadata.canonical:
        full = joined(found.document.base, href)
        if full == own.canonical:
            source = name if source == "address" else source
            continue
        declared = full and (article_address(full, origin=page.origin) or _same_host_unknown(full, page))
        if not declared or declared.id != own.id or "?" in declared.canonical:
            conflict = conflict or f"{name}: {href[:200]}"
        else:
            seen.append(declared.canonical)
            if source == "address":
                url, source = declared.canonical, name
    if page.fetched_url:
        first = article_address(page.fetched_url, origin=page.origin)
        seen.append(first.canonical if first else canonical(page.fetched_url, origin=page.origin))
    if "?" in own.canonical:  # a short link stands for the article, it does not name it
        seen[1] = own.canonical
    aliases = tuple(dict.fromkeys(other for other in seen if other != url))
    return url, source, aliases, conflict


def _same_host_unknown(url: str, page: Page) -> ArticleAddress | None:
    if urlsplit(url).netloc != urlsplit(page.url).netloc or is_ours(page.url, origin=page.origin):
        return None
    return unknown_article_address(url)


def _title_conflict(found: Landmarks) -> str | None:
    """Metadata names another title: the printed one wins, and that is said."""
    declared = [text for source, text in found.metadata.titles if source in ("meta", "json-ld")]
    if found.title.source == "landmark+meta" or not declared:
        return None
    return f"meta: {declared[0][:200]}"


def _language(found: Landmarks) -> str:
    """By the address; a paper we do not know, by what the page declares."""
    declared = (found.metadata.language or "")[:2]
    if found.address.layout == "unknown" and declared:
        return declared
    return found.address.language
