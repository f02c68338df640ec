"""Addresses of pictures and films: lazy attributes, source sets, players built by script."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.etree import _Element

_LAZY = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazy",
    "data-url",
    "data-original-src",
    "data-img",
)
_PLACEHOLDER = re.compile(
    r"^data:|placeholder|/blank\.|/spacer\.|/lazy|/loading|1x1|pixel\.|/grey\.|/empty\.", re.I
)
_TINY = re.compile(r"^\s*(?:[1-9]|[1-3]\d)(?:px)?\s*$")
# Pictures that are controls, by the names such files have had since the first portals.
_BUTTON_FILE = re.compile(
    r"(?:print|email|icons?|button|btn|logo|arrow|share|facebook|zalo|twitter|spinner|sprite)"
    r"[\w-]{0,14}\.(?:png|gif|svg)$",
    re.I,
)
# Folders of advertisements, and the sizes that the trade sells.
_ADVERT_FILE = re.compile(
    r"/(?:ads?|adv|advert\w*|banners?|quang-?cao|qc)/|(?<!\d)(?:728x90|970x(?:90|250)|300x(?:250|600)|160x600)(?!\d)",
    re.I,
)
_VIDEO_FILE = re.compile(r"\.(?:mp4|m3u8|webm|ogv|mov)(?:[?#]|$)", re.I)
_VIDEO_FRAME = re.compile(
    r"youtu\.?be|youtube|vimeo|dailymotion|facebook\.com/plugins/video|tiktok|video|player|\.mp4|/tv/|truyen-hinh",
    re.I,
)


def is_icon(el: _Element) -> bool:
    """Whether an image is drawn so small that it can only be an icon or a counting pixel."""
    return bool(_TINY.match(el.get("width") or "") or _TINY.match(el.get("height") or ""))


def is_button(el: _Element) -> bool:
    """Whether an image is a control of the page or an advertisement, by its file's name."""
    src = el.get("src") or ""
    return _BUTTON_FILE.match(src, src.rfind("/") + 1) is not None or _ADVERT_FILE.search(src) is not None


def image_address(el: _Element) -> str | None:
    """The address of the picture a reader sees: lazy attributes first, then src, then srcset."""
    for name in _LAZY:
        value = (el.get(name) or "").strip()
        if value and not _PLACEHOLDER.search(value):
            return value
    src = (el.get("src") or "").strip()
    if src and not _PLACEHOLDER.search(src):
        return src
    sets = [el.get("data-srcset"), el.get("srcset")]
    picture = next(el.iterancestors("picture"), None)
    if picture is not None:  # an HTML 4 parser nests the img in its sources
        for source in picture.iter("source"):
            sets += [source.get("data-srcset"), source.get("srcset")]
    for srcset in sets:
        best = _largest(srcset or "")
        if best:
            return best
    return None


def _largest(srcset: str) -> str | None:
    """The candidate with the greatest width or density of a srcset."""
    best, size = None, -1.0
    for candidate in re.split(r",\s+|,(?=https?:|/)", srcset.strip()):
        parts = candidate.split()
        if not parts or _PLACEHOLDER.search(parts[0]):
            continue
        number = re.match(r"\d+(?:\.\d+)?", parts[1]) if len(parts) > 1 else None
        weight = float(number.group()) if number else 0.0
        if weight > size:
            best, size = parts[0], weight
    return best


def film_address(el: _Element) -> str | None:
    """The address of an embedded film, or None where a frame embeds something else (a map, a chart)."""
    tag = str(el.tag).removeprefix("amp-")
    values = (el.get("data-src"), el.get("src"))
    src = next((value for value in values if value and "about:" not in value), None)
    if tag == "video" and not src:
        inner = el.find(".//source")
        src = (inner.get("src") or inner.get("data-src")) if inner is not None else None
    return src if src and (tag == "video" or _VIDEO_FRAME.search(src)) else None


def player_address(el: _Element, names: Sequence[str]) -> str | None:
    """The film of a player built by script, which shows its file only in a data attribute.

    Args:
        names: The names of the element's attributes.
    """
    for name in names:
        if name.startswith("data-"):
            value = el.get(name, "")
            if _VIDEO_FILE.search(value) and not value.startswith("{"):
                return value
    return None
