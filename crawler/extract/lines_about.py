"""Questions about one line: is it prose, does it lead to another article, is it in a foreign box?"""

from __future__ import annotations

import re

from crawler.extract.lexicon import is_box_heading, is_junk, is_service_heading
from crawler.extract.page_lines import Document, Line, Node, branch, common
from crawler.normalise.counts import labelled_views, looks_like_views
from crawler.normalise.dates import DateReading, looks_like_date, read_date
from crawler.sites.baolangson.urls import link_kind, link_number, link_path

_FULL_STOP = re.compile(r"[.!?…][”\"»)]*$")
_NOT_AN_ARTICLE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|webp|mp4)(?:[?#]|$)|^(?:mailto|tel|#)", re.I
)
_TAG_PATH = re.compile(
    r"/(?:tags?|tu-khoa|keywords?|chu-de|topics?|hashtag|search|tim-kiem)(?:/|\b)|[?&](?:tag|keyword|q|s)=",
    re.I,
)
_BROKEN = ("impossible", "weekday", "out-of-range", "ambiguous")
_DIGIT = re.compile(r"\d")
# A year or a count, and nothing else that could be a day.
_ONE_NUMBER = re.compile(r"[^\d&]*\d{1,9}[^\d&]*")
_RELATIVE = re.compile(r"vừa xong|hôm (?:nay|qua|kia)|(?:một|vài) (?:giây|phút|giờ|tiếng|ngày|tuần)")
_RELATIVE_WORDS = ("vừa", "hôm", "một", "vài")
_LONGEST_META = 110
LONG = 25


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return _FULL_STOP.search(text) is not None


def is_prose(line: Line) -> bool:
    """Whether a line reads as running text: long, or a short sentence with its full stop."""
    if line.known_prose is None:
        line.known_prose = _reads_as_prose(line)
    return line.known_prose


def _reads_as_prose(line: Line) -> bool:
    if line.kind != "text" or line.linked:
        return False
    size = len(line.text)
    if size >= 90:
        return True
    if size < 15 or "{{" in line.text or is_meta(line):
        return False
    return size >= 60 or (ends_sentence(line.text) and line.text.count(" ") >= 3)


def is_meta(line: Line) -> bool:
    """Whether a short line is a stamp or a counter."""
    if line.known_meta is None:
        line.known_meta = (
            len(line.text) <= _LONGEST_META
            and _may_be_meta(line.text)
            and (
                _is_stamp(line.spaced)
                or _is_counter(line.spaced)
                or (not line.links and any(_is_stamp(text) for text, _ in line.parts))
            )
        )
    return line.known_meta


def _may_be_meta(text: str) -> bool:
    """Whether a text holds a number or words of a relative time: most lines do not."""
    if _DIGIT.search(text) is not None:
        return True
    return any(word in text for word in _RELATIVE_WORDS) and _RELATIVE.search(text) is not None


def _is_stamp(text: str) -> bool:
    if not looks_like_date(text) or _ONE_NUMBER.fullmatch(text):
        return False
    reading = read_date(text)
    return (
        reading.value is not None or is_broken_stamp(reading) or (reading.reason or "").startswith("relative")
    )


def _is_counter(text: str) -> bool:
    return looks_like_views(text) and labelled_views(text).value is not None


def is_broken_stamp(reading: DateReading) -> bool:
    """Whether a text has the form of a stamp but no possible value: it must not be passed over."""
    return (reading.reason or "").startswith(_BROKEN)


def leads_elsewhere(line: Line, document: Document, own_id: str | None) -> bool:
    """Whether a line is the title of another article: link text that leads away from this page."""
    if line.known_elsewhere is None:
        line.known_elsewhere = _leads_away(line, document, own_id)
    return line.known_elsewhere


def _leads_away(line: Line, document: Document, own_id: str | None) -> bool:
    if line.kind == "menu":
        return True
    if line.kind == "image":
        return line.href is not None and _is_other_article(line.href, document, own_id)
    if not line.links:
        return False
    href, name = max(line.links, key=lambda link: len(link[1]))
    if not line.linked and not _rest_is_meta(line, name):
        return False
    href = href.strip()
    if is_tag_link(href) or is_junk(line.head):
        return False
    if _NOT_AN_ARTICLE.search(href):
        return href == "#" and len(name.strip()) >= LONG
    if _is_other_article(href, document, own_id):
        return True
    return len(name.strip()) >= LONG and not _is_same_page(href, document, own_id)


def is_tag_link(href: str) -> bool:
    """Whether an address is that of a keyword's page."""
    return _TAG_PATH.search(href) is not None


def _rest_is_meta(line: Line, name: str) -> bool:
    """Whether a long link shares its line with nothing but a stamp, a counter or a mark."""
    if len(name.strip()) < LONG:
        return False
    rest = line.text.replace(name.strip(), " ").strip(" -–—•|·,()>»")
    return len(rest) <= 45 and (not rest or looks_like_date(rest) or looks_like_views(rest))


def _is_other_article(href: str, document: Document, own_id: str | None) -> bool:
    return link_kind(href) == "article" and not _is_same_page(href, document, own_id)


def _is_same_page(href: str, document: Document, own_id: str | None) -> bool:
    path = link_path(href)
    if not path or path == link_path(document.url):
        return True
    return own_id is not None and own_id in path and link_number(path) == own_id


def foreign_box(line: Line, anchor: Node, document: Document, own_id: str | None) -> str | None:
    """Why a stamp or counter belongs to another article, or None where it may be this one's.

    Climbs from the line towards the block it shares with the title (`anchor`). The first block
    that also holds another article's title, and no running text of its own, is a foreign box.
    """
    if leads_elsewhere(line, document, own_id):
        return "is part of a link to another article"
    top = common(line.node, anchor)
    size = 1
    for node in line.node.ancestors():
        if node.depth <= top.depth:
            break
        if node.tag in ("nav", "footer"):
            return f"stands in <{node.tag}>"
        if node.end - node.start == size:
            continue
        size = node.end - node.start
        verdict = _judge(line, node, document, own_id)
        if verdict is not None:
            return verdict or None
    return _judge_flat(line, anchor, document, own_id)


def _judge(line: Line, node: Node, document: Document, own_id: str | None) -> str | None:
    """A reason, "" for a block that is this article's own, None to go on climbing."""
    inside = document.lines_of(node)
    first = next((other for other in inside if other.kind == "text"), line)
    if first is not line and is_box_heading(first.head) and not is_service_heading(first.head):
        return f"stands in a box headed “{first.text[:40]}”"
    if node.known_mix is None:
        others = any(leads_elsewhere(other, document, own_id) for other in inside)
        node.known_mix = others, any(is_prose(other) for other in inside)
    others, prose = node.known_mix
    if others and not prose:
        return "stands in a list of other articles"
    if prose and not others:
        return ""
    if others and prose:
        near = _neighbour(line, inside, -1, document, own_id) or _neighbour(line, inside, 1, document, own_id)
        if near is not None and leads_elsewhere(near, document, own_id):
            return "stands beside the title of another article"
        return ""
    return None


def _judge_flat(line: Line, anchor: Node, document: Document, own_id: str | None) -> str | None:
    before = _neighbour(line, document.lines[anchor.end :], -1, document, own_id)
    if before is None:
        return None
    closed = branch(before.node, common(before.node, line.node))
    if closed is not None and closed.end - closed.start > 1:
        return None  # the box above is a block of its own, and this line is outside it
    if leads_elsewhere(before, document, own_id):
        return "stands beside the title of another article"
    if is_box_heading(before.head) and not is_service_heading(before.head):
        return f"stands below “{before.text[:40]}”"
    return None


def _neighbour(
    line: Line, inside: list[Line], step: int, document: Document, own_id: str | None
) -> Line | None:
    """The nearest line before (-1) or after (1) that is neither stamp, counter nor a plain picture."""
    index = (line.index - inside[0].index if inside else 0) + step
    while 0 <= index < len(inside):
        other = inside[index]
        if other.kind == "text" and not is_meta(other):
            return other
        if other.kind == "image" and leads_elsewhere(other, document, own_id):
            return other
        index += step
    return None
