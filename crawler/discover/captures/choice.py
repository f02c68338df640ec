"""Which capture of an article is tried first. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from crawler.discover.captures.capture import Capture

Prefer = Literal["latest", "nearest"]


def best_first(captures: Iterable[Capture], prefer: Prefer) -> list[Capture]:
    """Put the captures of one article in the order in which they are tried.

    First those that the index calls whole pages (status 200), then those of which it only says that the body
    was the same as before. Among each:

    - ``latest``: the newest first: text as last corrected, views as of then;
    - ``nearest``: the oldest first: text as first printed. No page is captured before it is published, so the
      oldest is the one nearest to publication.

    Two of the same moment (http and https) stand in the order of their addresses, https first: the choice is
    the same each time.

    Args:
        captures: What may be its page, see `capture.unfit`.
        prefer: Which one.
    """

    def rank(capture: Capture) -> tuple[bool, float, bool, str]:
        seconds = capture.captured_at.timestamp()
        when = -seconds if prefer == "latest" else seconds
        return capture.status is None, when, not capture.url.startswith("https:"), capture.url

    return sorted(captures, key=rank)
