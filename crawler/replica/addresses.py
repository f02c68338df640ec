"""Addresses of both eras: how they are written and taken apart."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MIGRATED = 1_000_000
NATIVE = 5_000_000

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_ERA1 = re.compile(r"^/((?:[a-z0-9-]+/){1,3})(\d{3,6})-([^/]*)\.html$")
_ERA2 = re.compile(r"^/(en/)?([^/]+)-(\d{7})\.html$")


def slug(text: str) -> str:
    """Write a title as WordPress does: lower-case ASCII, words joined by hyphens.

    >>> slug("Đảng uỷ Khối – kỳ họp thứ 10")
    'dang-uy-khoi-ky-hop-thu-10'
    """
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = letters.encode("ascii", "ignore").decode("ascii")
    return _NOT_WORD.sub("-", plain).strip("-")


@dataclass(frozen=True, slots=True)
class Asked:
    """An article address taken apart; `number` is as written, not yet an article's id."""

    era: int
    number: int
    slug: str
    folder: str


def era1_path(number: int, title_slug: str, section: str, subsection: str | None, language: str) -> str:
    """Write an era 1 address: `/<section>/[<sub>/]<id>-<slug>.html`."""
    edition = "/en" if language == "en" else ""
    inner = f"/{subsection}" if subsection else ""
    return f"{edition}/{section}{inner}/{number}-{title_slug}.html"


def era2_path(number: int, title_slug: str, language: str) -> str:
    """Write an era 2 address: `/[en/]<slug>-<7 digits>.html`."""
    edition = "/en" if language == "en" else ""
    return f"{edition}/{title_slug}-{number}.html"


def taken_apart(path: str) -> Asked | None:
    """Read an article address of either era; None where the path has no such form."""
    found = _ERA1.match(path)
    if found:
        return Asked(era=1, number=int(found[2]), slug=found[3], folder=found[1])
    found = _ERA2.match(path)
    if found:
        return Asked(era=2, number=int(found[3]), slug=found[2], folder=found[1] or "")
    return None
