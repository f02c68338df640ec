"""The lead: the first running text, without its dateline mark; machine excerpts are no lead."""

from __future__ import annotations

import re
from dataclasses import replace

from crawler.items import Block, Heading, Image, Paragraph, Video
from crawler.normalise.text import same_words

# `LSO-Ngày …`, `LSO- `, `(LSO) – ` up to 2020, `– ` from 2021.
_DATELINE = re.compile(r"^(\(?LSO\)?\s*[-–—:]?|[-–—])\s*(?=\S)")
_LSO = re.compile(r"^(\(?LSO\)?\s*[-–—:]?)\s*(?=\S)")
_CUT = re.compile(r"\s*(?:\[?(?:\.{3,}|…)\]?)\s*$")
_CUT_ENDS = ("...", "…", "...]", "…]")
_SHORTEST_EXCERPT = 60


def part_lead(blocks: list[Block]) -> tuple[str | None, str | None, list[Block]]:
    """Part the lead from the body.

    A machine excerpt (the text's own beginning, glued and cut) is dropped first. The first text
    block is the lead; a repetition of it right behind it is dropped. Where nothing but that one
    block was read, it is the body and there is no lead.

    Returns:
        (lead, dateline, body): the lead without its dateline mark, the mark as printed.
    """
    blocks = _drop_excerpt(blocks)
    first = next((i for i, block in enumerate(blocks) if isinstance(block, (Paragraph, Heading))), None)
    if first is None or any(not isinstance(block, (Image, Video)) for block in blocks[:first]):
        return None, None, blocks
    text = blocks[first].text  # type: ignore[union-attr]
    mark, plain = cut_dateline(text)
    rest = blocks[:first] + blocks[first + 1 :]
    again = rest[first] if first < len(rest) else None
    if isinstance(again, (Paragraph, Heading)) and same_words(cut_dateline(again.text)[1], plain):
        mark = mark or cut_dateline(again.text)[0]
        del rest[first]
    if not rest:
        return None, mark, [Paragraph(text=plain)]
    if mark is None:
        mark, rest = _dateline_of_body(rest, first)
    return plain, mark, rest


def cut_dateline(text: str) -> tuple[str | None, str]:
    """Cut the dateline mark from a text: (mark as printed or None, the rest).

    >>> cut_dateline("LSO- Ngày 5/10, Tỉnh ủy họp."), cut_dateline("– Sáng 5/10, HĐND tỉnh họp.")[0]
    (('LSO-', 'Ngày 5/10, Tỉnh ủy họp.'), '–')
    """
    match = _DATELINE.match(text)
    if match is None or not match.group(1):
        return None, text
    return match.group(1).strip(), text[match.end() :]


def _dateline_of_body(body: list[Block], index: int) -> tuple[str | None, list[Block]]:
    """The mark may stand at the head of the text below a lead that has none."""
    if (
        index < len(body)
        and isinstance(block := body[index], Paragraph)
        and (match := _LSO.match(block.text))
    ):
        changed: list[Block] = [*body]
        changed[index] = replace(block, text=block.text[match.end() :])
        return match.group(1).strip(), changed
    return None, body


def _drop_excerpt(blocks: list[Block]) -> list[Block]:
    """Drop a first paragraph that is the beginning of all the text behind it, blanks lost, cut short."""
    for index, block in enumerate(blocks):
        if isinstance(block, (Paragraph, Heading)):
            if len(block.text) < _SHORTEST_EXCERPT or not block.text.endswith(_CUT_ENDS):
                return blocks
            cut = _CUT.search(block.text)
            if cut is None:
                return blocks
            excerpt = _squeeze(cut_dateline(block.text[: cut.start()])[1])
            if _repeats(excerpt, blocks[index + 1 :]):
                return blocks[:index] + blocks[index + 1 :]
            return blocks
    return blocks


def _repeats(excerpt: str, behind: list[Block]) -> bool:
    """Whether an excerpt (squeezed) is the beginning of the text behind it, pictures apart.

    Cut within the first paragraph it is that paragraph's beginning; cut later it begins with the
    whole of it, and captions may be glued in between.
    """
    for block in behind:
        if isinstance(block, (Paragraph, Heading)):
            first = _squeeze(cut_dateline(block.text)[1])
            return bool(first) and (first.startswith(excerpt) or excerpt.startswith(first))
    return False


def _squeeze(text: str) -> str:
    return "".join(ch for ch in text.casefold() if ch.isalnum())
