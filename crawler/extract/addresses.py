"""Joining addresses as printed: a page may hold anything, and none of it may stop the reading."""

from __future__ import annotations

from urllib.parse import urljoin


def joined(base: str, printed: str) -> str | None:
    """The absolute address, or None where the printed one is no address (`http://[`)."""
    try:
        return urljoin(base, printed.strip())
    except ValueError:
        return None
