"""Joining addresses as printed: a page may hold anything, and none of it may stop the reading."""

from __future__ import annotations

import re
from urllib.parse import urljoin

_STEPS = r"(?:/(?!\.)[^\s/?#;\\]+)+"
# Nothing to resolve: most addresses, whole or from the root. `urljoin` costs twenty times more.
_WHOLE = re.compile(rf"https?://[\w-]+(?:\.[\w-]+)+(?:{_STEPS})?/?", re.ASCII)
_ROOTED = re.compile(f"{_STEPS}/?|/")
_ORIGIN = re.compile(r"https?://[\w.-]+(?::\d+)?(?=/|$)", re.ASCII)


def joined(base: str, printed: str) -> str | None:
    """The absolute address, or None where the printed one is no address (`http://[`)."""
    printed = printed.strip()
    if _WHOLE.fullmatch(printed):
        return printed
    if _ROOTED.fullmatch(printed) and (origin := _ORIGIN.match(base)):
        return origin[0] + printed
    if printed == "#" and _WHOLE.fullmatch(base):
        return base
    try:
        return urljoin(base, printed)
    except ValueError:
        return None
