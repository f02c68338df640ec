"""What a page that somebody else fetched does to the state. The ingest and its replay both ask here.

A capture tells what was, not what is: it adds to an article's readings at its own moment (see
`store.timeline`); of an address it decides only where nothing newer is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, cast

from pydantic import TypeAdapter, ValidationError

from crawler.archive.exchange import Exchange, Position
from crawler.discover.goal import Goal
from crawler.errors import PageError
from crawler.fetch.transfer import DATA_LOSS, TransferError
from crawler.fetch.verdict import went_home
from crawler.items import Article, Page
from crawler.report.outcomes import FAILED, FILTERED, GONE, QUARANTINE, UNCHANGED, Outcome
from crawler.report.page_end import end_of, page_outcome
from crawler.store.frontier import ARTICLE, LISTING, MAIN
from crawler.store.replay.answer import REDIRECTS, Answer, Via, whole_body
from crawler.validate.rules import validate

RECORD: Final = "record"  # a JSON line of ours, without a page
_BY_URL: Final = ("content-encoding", "content-length")
_NOT_MODIFIED = 304
_NO_PAGE = (404, 410)
_KINDS = (ARTICLE, LISTING, RECORD)
# What is not known of an exchange by its archive's own words, but follows from the way it came.
GIVEN: Final = "given"


def is_captured(note: Mapping[str, Any]) -> bool:
    """Whether a note is of a page that we did not fetch ourselves."""
    return isinstance(note.get("via"), str)


def captured_answer(position: Position, exchange: Exchange) -> Answer | None:
    """Give the answer that a capture is; None where its note says of what kind it was and that is none."""
    note = exchange.note
    kind, asked = note.get("kind"), note.get("asked")
    if kind not in _KINDS or not isinstance(asked, str):
        return None
    url = note.get("url", exchange.url)
    return Answer(kind, asked, url, exchange, (position.file, position.offset), note)


def capture_page(answer: Answer, body: bytes) -> Page:
    """The page to read. Its `fetched_url` is what a crawl of ours had asked for, where one archived it."""
    fetched = answer.note.get("fetched_url")
    page = answer.page(body, via=cast(Via, answer.note["via"]))
    return replace(page, fetched_url=fetched if fetched != answer.url else None)


def first_look(answer: Answer) -> Page | Article | Outcome:
    """Say what is to be read of a capture, or how it ends without a reading. Listings: the page."""
    if answer.kind == RECORD:
        return _record(answer)
    status, note = answer.exchange.status, answer.note
    if note.get("duplicate"):
        return Outcome(FILTERED, "duplicate", "another address led to the same article")
    if status == _NOT_MODIFIED:
        return Outcome(UNCHANGED, "http-304", "the server said that nothing had changed")
    if status in REDIRECTS:
        return _redirect(answer)
    if status in _NO_PAGE:
        return Outcome(GONE, f"http-{status}", f"the server had no such page (HTTP {status})")
    if status >= 400:
        return Outcome(FAILED, f"http-{status}", f"the server answered HTTP {status}")
    try:
        body = _body(answer.exchange)
    except TransferError as error:
        return Outcome(FAILED, error.reason, error.detail)
    page = capture_page(answer, body)
    if answer.kind == ARTICLE and page.fetched_url and went_home(page.url, page.fetched_url):
        return Outcome(GONE, "gone-home", f"the article's address led to {page.url}")
    return page


def refused(answer: Answer, page: Page, error: PageError) -> Outcome:
    """The end of a page that gave no article."""
    return end_of(page, error) if answer.kind == ARTICLE else Outcome(FAILED, error.reason, error.detail)


def unwanted(answer: Answer, article: Article) -> Outcome | None:
    """Judge an article by what the ingest wanted; None where it is wanted.

    One that names no section is wanted: whoever hands it over has chosen it. Only where a crawl of ours
    noted that it stood in no main list, that counts.
    """
    goal = answer.note.get("goal")
    if not goal:
        return None
    in_main = bool(answer.note.get(GIVEN)) or answer.note.get("form") == MAIN
    reason = Goal.from_json(goal).unwanted(article, in_main=in_main)
    return Outcome(FILTERED, *reason) if reason else None


def with_capture(article: Article, note: Mapping[str, Any]) -> Article:
    """Name in an article's evidence the capture of a web archive that it was read from: digest, address."""
    source = note.get("source")
    if not isinstance(source, Mapping) or not source.get("archive"):
        return article
    told = " ".join(str(source[name]) for name in ("digest", "address") if source.get(name))
    return replace(article, evidence={**article.evidence, "capture": told})


def _record(answer: Answer) -> Article | Outcome:
    try:
        return validate(_adapter().validate_json(answer.exchange.body))
    except ValidationError as error:
        return Outcome(QUARANTINE, "invalid:record", error.errors(include_url=False)[0]["msg"])
    except PageError as error:
        return page_outcome(error)


def _adapter() -> TypeAdapter[Article]:
    return TypeAdapter(Article)


def _redirect(answer: Answer) -> Outcome:
    """A crawl's own redirect is a step on the way to an answer that is there; others may lead home."""
    to = answer.note.get("leads_to")
    if isinstance(to, str) and went_home(to, answer.url):
        return Outcome(GONE, "gone-home", f"the article's address led to {to}")
    return Outcome(FILTERED, "redirect", f"it leads to {to}" if to else "it leads to another address")


def _body(exchange: Exchange) -> bytes:
    """The body without its content coding.

    Of a crawl of ours it is judged as then. Other tools take codings off and leave the headers that name
    them and the length: a page that is plainly HTML is then judged by its own end.

    Raises:
        TransferError: It is not whole.
    """
    if reason := exchange.note.get("truncated"):
        raise TransferError(DATA_LOSS, f"its archive says that it is cut ({reason})")
    try:
        return whole_body(exchange)
    except TransferError:
        if exchange.note.get("strict") or not exchange.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            raise
    headers = tuple((name, value) for name, value in exchange.headers if name.lower() not in _BY_URL)
    return whole_body(replace(exchange, headers=headers))
