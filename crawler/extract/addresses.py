"""Joining addresses as printed: a page may hold anything, and none of it may stop the reading."""

from __future__ import annotations

import re
from urllib.parse import urljoin

# Absolute, with nothing to resolve: most addresses of pictures.
_WHOLE = re.compile(r"https?://[\w-]+(?:\.[\w-]+)+/(?!\.)[^\s/?#;\\]+(?:/(?!\.)[^\s/?#;\\]+)*", re.ASCII)


def joined(base: str, printed: str) -> str | None:
    """The absolute address, or None where the printed one is no address (`http://[`)."""
    printed = printed.strip()
    if _WHOLE.fullmatch(printed):
        return printed
    try:
        return urljoin(base, printed)
    except ValueError:
        return None
