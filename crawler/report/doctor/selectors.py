"""The landmarks that were found beside the selectors that are known of an era."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml.cssselect import CSSSelector
from lxml.etree import _Element

from crawler.normalise.text import clean, fold
from crawler.sites.baolangson.known_markup import KNOWN, KnownSelector

AGREES, ELSEWHERE, ABSENT = "agrees", "elsewhere", "absent"
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Comparison:
    """A known selector on one page.

    Attributes:
        field, selector, confidence: As in `KnownSelector`.
        verdict: "agrees": it finds what was found; "elsewhere": it finds another part of the page, or
            one where nothing was found; "absent": nothing on the page matches it.
        text: What it finds, shortened.
    """

    field: str
    selector: str
    confidence: str
    verdict: str
    text: str = ""


def compare(
    root: _Element, layout: str, found: Mapping[str, tuple[_Element | None, str]]
) -> tuple[Comparison, ...]:
    """Compare a page with the selectors of its era.

    Args:
        root: The page.
        layout: "era1" or "era2".
        found: Field -> the element where it was found and its text; left out where nothing was.
    """
    return tuple(_one(root, known, found) for known in KNOWN if known.layout == layout)


def _one(
    root: _Element, known: KnownSelector, found: Mapping[str, tuple[_Element | None, str]]
) -> Comparison:
    matched = CSSSelector(known.selector)(root)
    if not matched:
        return Comparison(known.field, known.selector, known.confidence, ABSENT)
    element, text = found.get(known.field, (None, ""))
    agrees = any(_is_same(one, element, text) for one in matched)
    shown = clean("".join(str(part) for part in matched[0].itertext()))[:_SHOWN]
    verdict = AGREES if agrees else ELSEWHERE
    return Comparison(known.field, known.selector, known.confidence, verdict, shown)


def _is_same(one: _Element, element: _Element | None, text: str) -> bool:
    """Whether a matched element holds the landmark, or lies in it and says the same."""
    if element is not None and (one is element or one in _ancestors(element)):
        return True
    said, known = fold("".join(str(part) for part in one.itertext())), fold(text)
    return bool(known) and known in said


def _ancestors(element: _Element) -> Iterable[_Element]:
    return list(element.iterancestors())
