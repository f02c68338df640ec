"""What can go wrong, and what becomes of the page.

::

    CrawlerError
    ├─ SettingError               the run does not start; the message says which setting to change
    ├─ StoreError                 the run stops; what was stored stays
    ├─ PoolClosedError            a page was not read because the run ends; it stays to be read
    └─ PageError(url, detail)     one page; the crawl goes on
       ├─ NotHtmlError            the bytes are no HTML page           -> failed
       ├─ EncodingError           the text cannot be decoded safely    -> failed
       ├─ CutPageError            the parser read only a part of it    -> failed
       ├─ TooSlowError            reading it took too long             -> failed
       ├─ TooHeavyError           reading it took too much memory      -> failed
       ├─ ReaderCrashedError      reading it ended the reader          -> failed
       ├─ NotSourceError          the bytes are no feed, no sitemap…   -> failed
       ├─ ForeignAddressError     the address is not of the paper      -> filtered
       ├─ NotArticleError         a listing or another kind of page    -> filtered
       ├─ MissingLandmarkError    a required landmark was not found    -> quarantine
       └─ InvalidArticleError     the record breaks a rule             -> quarantine

`fate` is one of: ``failed`` (no page worth keeping), ``filtered`` (not meant to become a record),
``quarantine`` (an article we could not read: look at it by hand). `reason` is the machine-read slug
that stats, summaries and exit codes count by.
"""

from __future__ import annotations

from typing import ClassVar


class CrawlerError(Exception):
    """The root: catch it to catch every error this project raises on purpose."""


class SettingError(CrawlerError):
    """An option or setting cannot be used; the run does not start."""


class StoreError(CrawlerError):
    """The dataset could not be read or written; the run stops, nothing already stored is lost."""


class PoolClosedError(CrawlerError):
    """The workers were closed before a page was read: nothing is known of it, read it another time."""


class PageError(CrawlerError):
    """One page gives no record. The crawl goes on; `fate` says what becomes of the page.

    Args:
        url: The address of the page.
        detail: One sentence in plain English: what is wrong and what to do.
    """

    fate: ClassVar[str] = "failed"
    reason: ClassVar[str] = "page"

    def __init__(self, url: str, detail: str) -> None:
        super().__init__(url, detail)
        self.url = url
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.url}: {self.detail}"


class NotHtmlError(PageError):
    """The body is empty, or is a PDF, an image, an archive…: nothing to read."""

    reason = "not-html"


class EncodingError(PageError):
    """The bytes are in a legacy Vietnamese code (TCVN3, VNI) or damaged beyond a safe reading."""

    reason = "encoding"


class CutPageError(PageError):
    """The parser read only a part of the page (too deep, never closed): half an article is none."""

    reason = "parse-cut"


class TooSlowError(PageError):
    """Reading the page took longer than a page may; its reader was ended."""

    reason = "parse-timeout"


class TooHeavyError(PageError):
    """Reading the page took more memory than a page may; its reader was ended."""

    reason = "parse-memory"


class ReaderCrashedError(PageError):
    """The process that read the page ended, or its code failed; the detail names the place if known."""

    reason = "parse-crash"


class NotSourceError(PageError):
    """The bytes are not what was asked for: a page at the address of a feed, a sitemap, a list in JSON."""

    reason = "not-source"


class ForeignAddressError(PageError):
    """The address belongs to another host; it is never fetched."""

    fate = "filtered"
    reason = "foreign-address"


class NotArticleError(PageError):
    """The page is a listing, a front page or another page that is no article."""

    fate = "filtered"
    reason = "not-article"


class MissingLandmarkError(PageError):
    """A required landmark (title, published_at, body, id) is not on the page.

    Args:
        field: The field of the record that could not be filled.
    """

    fate = "quarantine"
    reason = "missing"

    def __init__(self, url: str, field: str, detail: str) -> None:
        super().__init__(url, detail)
        self.args = (url, field, detail)
        self.field = field


class InvalidArticleError(PageError):
    """The record was read but breaks a rule of the table, so it is not published.

    Args:
        field: The field that breaks the rule.
    """

    fate = "quarantine"
    reason = "invalid"

    def __init__(self, url: str, field: str, detail: str) -> None:
        super().__init__(url, detail)
        self.args = (url, field, detail)
        self.field = field
