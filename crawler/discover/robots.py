"""What an answer to the request for robots.txt means. Pure.

Source: RFC 9309, section 2.3 and 2.4. Where it leaves a choice, the stricter one is taken: too many
redirects, one that leaves the crawl's hosts, and 429 count as unreachable.
"""

from __future__ import annotations

from typing import Literal

Verdict = Literal["rules", "allow", "unreachable"]

MAX_BYTES = 500 * 2**10  # what a crawler must read of it (section 2.5)
MAX_AGE = 24 * 3600.0  # seconds that a reading may be used (section 2.4)
MAX_DELAY = 30.0  # seconds: a Crawl-delay beyond is cut, or a typing error would stop the crawl
_TOO_MANY = 429


def verdict(status: int) -> Verdict:
    """Say what a status code means for the pages behind it.

    >>> verdict(200), verdict(404), verdict(503)
    ('rules', 'allow', 'unreachable')
    """
    if 200 <= status < 300:
        return "rules"
    return "allow" if 400 <= status < 500 and status != _TOO_MANY else "unreachable"


def capped(body: bytes) -> bytes:
    """Give the part of robots.txt that is read: whole lines, 500 KiB at most."""
    if len(body) <= MAX_BYTES:
        return body
    end = max(body.rfind(b"\n", 0, MAX_BYTES), body.rfind(b"\r", 0, MAX_BYTES))
    return body[: end + 1]


def honoured_delay(crawl_delay: float | None) -> float:
    """Give the seconds between two requests that a Crawl-delay asks for, up to `MAX_DELAY`; 0 for none."""
    if crawl_delay is None or not crawl_delay > 0:  # also not a number
        return 0.0
    return min(crawl_delay, MAX_DELAY)
