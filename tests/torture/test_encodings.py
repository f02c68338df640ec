"""Texts in every form in which their letters come (faults.md P11): exact, or refused with a reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

import pytest

from crawler.errors import PageError
from crawler.fetch.transfer import TransferError
from crawler.fetch.whole_body import Received, whole_body
from crawler.items import Page, as_record
from crawler.process import process
from crawler.replica import Newspaper, Truth
from crawler.replica.rendering import render
from tests.torture.encodings import FORMS, Sent
from tests.torture.paper import NOW

FIELDS = ("kicker", "title", "lead", "body", "authors", "source", "tags")
LIMIT = 8 * 2**20
# Forms that may be refused; the others are exact, all of them.
REFUSED = {"TCVN3", "VNI", "encoded twice", "cut inside a letter"}

sizes = pytest.mark.parametrize(
    "texts", [pytest.param(4, id="short"), pytest.param(200, id="long", marks=pytest.mark.torture)]
)


@dataclass(frozen=True)
class Text:
    """A text that is read exactly as a plain page, and that page."""

    truth: Truth
    html: str


@cache
def readable(number: int) -> tuple[Text, ...]:
    """So many texts of the replica's words, each in a markup of its own; few are picked, one in English."""
    if number < 16:
        return readable(16)[15 - 5 * (number - 1) :: 5]
    return tuple(text for text, _ in zip(_drawn(), range(number), strict=False))


def _drawn() -> Iterator[Text]:
    paper = Newspaper(3, 300)
    for index in range(300):
        era = paper.served_eras(index)[0]
        truth = paper.truth(index, era)
        body = render(truth, 9000 + index, era, NOW)
        if read(truth, Sent(body)) == wanted(truth):
            yield Text(truth, body.decode())


def read(truth: Truth, sent: Sent) -> dict[str, Any]:
    """Read a page as a crawl does: the transfer's end first, then the page.

    Raises:
        PageError, TransferError: It is refused.
    """
    whole_body(Received(sent.body, (), None, (), sent.content_type, truth["url"]), LIMIT)
    page = Page(truth["url"], sent.body, {"Content-Type": sent.content_type}, NOW)
    record = as_record(process(page))
    return {name: _plain(record[name]) for name in FIELDS}


def wanted(truth: Truth) -> dict[str, Any]:
    """The fields whose letters are looked at, as they are in truth."""
    return {name: _plain(value) for name, value in truth.items() if name in FIELDS}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if item is not None}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def is_exact(true: Any, got: Any, *, damaged: bool) -> bool:
    """Whether a value is the true one, letter by letter; where one is lost, it is shown as lost."""
    if isinstance(true, str) and isinstance(got, str) and damaged and "\ufffd" in got:
        parts = [re.escape(part) for part in re.split("\ufffd+", got)]
        return re.fullmatch(".{0,2}".join(parts), true) is not None
    if isinstance(true, list) and isinstance(got, list):
        return len(true) == len(got) and all(
            is_exact(a, b, damaged=damaged) for a, b in zip(true, got, strict=True)
        )
    if isinstance(true, dict) and isinstance(got, dict):
        return true.keys() == got.keys() and all(
            is_exact(true[name], got[name], damaged=damaged) for name in true
        )
    return bool(true == got)


def outcome(text: Text, sent: Sent) -> str:
    """What becomes of a page: `exact`, `refused: reason`, or `wrong: what was read`."""
    try:
        got = read(text.truth, sent)
    except (PageError, TransferError) as error:
        return f"refused: {error.reason}" if error.reason and str(error) else "wrong: no reason given"
    true = wanted(text.truth)
    wrong = [name for name in FIELDS if not is_exact(true[name], got[name], damaged=sent.damaged)]
    return f"wrong: {wrong[0]} {got[wrong[0]]!r} for {true[wrong[0]]!r}" if wrong else "exact"


@sizes
def test_most_texts_are_readable(texts: int) -> None:
    """The texts are no choice of easy ones: of 300 nearly all are taken."""
    assert len(readable(300)) >= 297 if texts == 200 else len(readable(texts)) == texts


@pytest.mark.parametrize("form", FORMS)
@sizes
def test_exact_or_refused(form: str, texts: int) -> None:
    """The text letter by letter, or a reason; never a wrong text, and no form refused that is readable."""
    ends: Counter[str] = Counter()
    wrong = []
    for number, text in enumerate(readable(texts)):
        sent = FORMS[form](text.html, Random(f"{form}:{number}"))
        end = outcome(text, sent)
        ends[end.partition(" ")[0] if end.startswith("wrong") else end] += 1
        if end.startswith("wrong") or (end != "exact" and form not in REFUSED):
            wrong.append(f"text {number} ({text.truth['language']}): {end}")
    print(f"{form}: {dict(ends)}")
    assert wrong[:5] == []
