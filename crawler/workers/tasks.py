"""What a child can do. Pure: the page in, what was read out; the same in the parent's own process."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from crawler.discover.menu import linked_sections
from crawler.discover.scope import Scope
from crawler.discover.sources.found import Question, SourcePage
from crawler.errors import CutPageError, MissingLandmarkError, NotHtmlError
from crawler.extract.document import SwarmError
from crawler.extract.encoding import decode
from crawler.extract.landmarks import find_landmarks, raw_article
from crawler.items import Article, Page, RawArticle
from crawler.normalise.article import normalise
from crawler.sites.baolangson.listing import Listing, parse_listing, parse_page
from crawler.validate.rules import validate
from crawler.workers.loss import page_parser, refuse_cut


@dataclass(frozen=True, slots=True)
class ListingPage:
    """What a page of a listing shows.

    Attributes:
        listing: Its articles and next pages.
        sections: Address -> slug of the listings it links to whose slug was known only in part.
    """

    listing: Listing
    sections: dict[str, str]


def read_article(page: Page) -> RawArticle:
    """Read an article from a page, like `crawler.extract.extract`, but never half of one.

    Raises:
        PageError: The page gives no article. CutPageError: the parser did not read all of it.
    """
    try:
        found = find_landmarks(page)
    except MissingLandmarkError:  # what is missing may have been cut off
        _refuse_cut_page(page)
        raise
    except NotHtmlError as error:
        _raise_if_out_of_memory(error.__cause__)
        raise
    if found.encoding in ("utf-8", "ascii"):
        refuse_cut(found.document.root, page.body, page.url)
    else:
        _refuse_cut_page(page)
    return raw_article(found)


def read_record(page: Page) -> Article:
    """Read a page all the way to its record, like `crawler.process.process`.

    Raises:
        PageError: The page gives no record. CutPageError: the parser did not read all of it.
    """
    return validate(normalise(read_article(page)))


def _raise_if_out_of_memory(error: BaseException | None) -> None:
    """A parser that recovers from everything gives up only on an empty page, or for want of memory."""
    if isinstance(error, etree.XMLSyntaxError) and error.code != etree.ErrorTypes.ERR_DOCUMENT_EMPTY:
        raise MemoryError from error


def _refuse_cut_page(page: Page) -> None:
    """Parse a page once more, alone, to see whether it is whole."""
    utf8, _ = decode(page.body, page.headers, page.url)
    _refuse_cut_source(utf8, page.url)


def _refuse_cut_source(utf8: bytes, url: str) -> None:
    with contextlib.suppress(etree.LxmlError):  # nothing to parse: the caller says so
        root = etree.fromstring(utf8, page_parser())
        if root is not None:
            refuse_cut(root, utf8, url)


def read_listing(body: bytes, url: str, scope: Scope, wanted: Sequence[str]) -> ListingPage:
    """Read a page of a listing: its articles, its next pages, the sections it links to.

    Args:
        body: The page as fetched.
        url: Its address, after redirects.
        scope: Which hosts count.
        wanted: The sections to look for; may be empty.

    Raises:
        CutPageError: The parser did not read all of the page: articles may be missing.
    """
    try:
        page = parse_page(body)
        if page is not None and page.root is not None:
            refuse_cut(page.root, page.utf8, url)
        listing = parse_listing(body, url, origin=scope.copy, page=page)
        return ListingPage(listing, linked_sections(body, url, scope, wanted))
    except SwarmError as error:
        raise CutPageError(url, f"it was not read: {error}") from error


def read_source(name: str, body: bytes, url: str, question: Question) -> SourcePage:
    """Read a page of a source of addresses, like `crawler.discover.sources.parse.parse_source`.

    Raises:
        NotSourceError: The bytes are another thing than the source's answer.
    """
    from crawler.discover.sources.parse import parse_source  # loads feedparser: most children never need it

    return parse_source(name, body, url, question)
