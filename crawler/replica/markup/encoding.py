"""From a page's text to its bytes: letters composed or not, entities, right and wrong declarations."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from crawler.replica.markup.metadata import named_entities
from crawler.replica.quirks import Quirks

_SCRIPT = re.compile(r"(<script\b.*?</script>|<style\b.*?</style>)", re.DOTALL)
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VIETNAMESE = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"

# What the response's header says; the page's own declaration is in `metadata`.
CONTENT_TYPES = {
    "declared": "text/html; charset=UTF-8",
    "undeclared": "text/html",
    "header-latin": "text/html; charset=ISO-8859-1",
    "meta-latin": "text/html",
    "meta-legacy": "text/html",
    "legacy": "text/html; charset=windows-1258",
    "wide": "text/html; charset=utf-16",
}


def encoded(html: str, quirks: Quirks) -> bytes:
    """Give the page's bytes with its departures."""
    if quirks.letters == "decomposed":
        html = unicodedata.normalize("NFD", html)
    elif quirks.letters in ("named", "numeric"):
        html = _with_entities(html, quirks.letters == "named")
    if quirks.charset == "legacy":
        return html.translate(_legacy_letters()).encode("cp1258", "xmlcharrefreplace")
    return html.encode("utf-16") if quirks.charset == "wide" else html.encode()


def _with_entities(html: str, named: bool) -> str:
    """Write every letter beyond ASCII as an entity, except in scripts and styles, where they mean nothing."""
    parts = _SCRIPT.split(html)
    for at in range(0, len(parts), 2):
        text = named_entities(parts[at]) if named else parts[at]
        parts[at] = text.encode("ascii", "xmlcharrefreplace").decode("ascii")
    return "".join(parts)


@cache
def _legacy_letters() -> dict[int, str]:
    """Map letters to windows-1258's manner: a letter with its hook, then the tone as a mark of its own."""
    table: dict[int, str] = {}
    for base in _VIETNAMESE:
        for tone in _TONES:
            letter = unicodedata.normalize("NFC", base + tone)
            if len(letter) == 1 and letter.encode("cp1258", "ignore") == b"":
                table[ord(letter)] = base + tone
    return table
