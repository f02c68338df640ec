"""What an answer to the request for robots.txt means, and how long it holds. Pure: the clock is an argument.

Source: RFC 9309, sections 2.3 and 2.4. Where it leaves a choice, the stricter one is taken:

- too many redirects, one that leaves the crawl's hosts, and 429 count as unreachable;
- unreachable means that nothing is asked now: the pages stay to be asked later;
- a copy serves a day, and no longer when robots.txt cannot be had anew.

A page in HTML that a server sends for every address it does not know holds no rules.

`X-Robots-Tag` is no part of the RFC: it speaks of what a search engine may show of a page already fetched.
It forbids no fetch here; the record carries it, for whoever publishes from the dataset.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from crawler.fetch.robots_rules import Robots, Verdict, parse

Meaning = Literal["rules", "allow", "unreachable"]

MAX_AGE = 24 * 3600.0  # seconds that a copy may be used (section 2.4)
MAX_DELAY = 30.0  # seconds: a Crawl-delay beyond is cut, or a typing error would stop the crawl
MAX_REDIRECTS = 5  # section 2.3.1.2
TIMEOUT = 15.0  # seconds: everything waits for this one answer
_TOO_MANY = 429
_KEPT_OUT = (401, 403)
_DIRECTIVES = frozenset(
    "all none noindex nofollow noarchive nosnippet noimageindex notranslate noai noimageai".split()
)
_WITH_VALUE = frozenset("unavailable_after max-snippet max-image-preview max-video-preview".split())
# A comment may come first; the limit keeps the search short.
_BEGINS_AS_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|\?xml|!--.{0,2000}<html)\b", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class RobotsText:
    """robots.txt of one origin as it was received: what the run records.

    Attributes:
        fetched_at: When, in seconds since 1970.
        status: HTTP status; None where no answer came.
        body: What came, at most 500 KiB of it.
        trouble: What went wrong where no answer came.
    """

    fetched_at: float
    status: int | None = None
    body: bytes = b""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a robots.txt means for its origin.

    Attributes:
        text: What was received.
        robots: The rules; None where there are none.
        note: Why there are none, such as ``no robots.txt (HTTP 404)``.
        trouble: A sentence where robots.txt could not be had: then nothing may be asked.
        warning: What the operator should know although pages may be asked.
    """

    text: RobotsText
    robots: Robots | None = None
    note: str = ""
    trouble: str = ""
    warning: str = ""

    def judge(self, url_path: str, agent: str) -> Verdict:
        """Say whether an agent may ask for a path with query; with trouble, nobody may ask for anything."""
        if self.trouble:
            return Verdict(False)
        return Verdict(True) if self.robots is None else self.robots.judge(url_path, agent)

    def delay(self, agent: str) -> float:
        """Give the seconds between two requests that the rules ask for; 0 for none."""
        return honoured_delay(self.robots.crawl_delay(agent)) if self.robots else 0.0


def read(text: RobotsText) -> Reading:
    """Say what an answer means for the pages behind it.

    >>> read(RobotsText(0.0, 404)).note, read(RobotsText(0.0, 503)).trouble
    ('no robots.txt (HTTP 404)', 'the server answered HTTP 503; try again later')
    """
    if text.status is None:
        return Reading(text, trouble=text.trouble or "no answer came; try again later")
    meaning = verdict(text.status)
    if meaning == "unreachable":
        return Reading(text, trouble=f"the server answered HTTP {text.status}; try again later")
    if meaning == "allow":
        return Reading(text, note=f"no robots.txt (HTTP {text.status})", warning=_warning(text.status))
    if _BEGINS_AS_HTML.match(text.body):
        return Reading(text, note="robots.txt is a page in HTML without rules")
    return Reading(text, parse(text.body))


def verdict(status: int) -> Meaning:
    """Say what a status code means for the pages behind it.

    >>> verdict(200), verdict(404), verdict(503)
    ('rules', 'allow', 'unreachable')
    """
    if 200 <= status < 300:
        return "rules"
    return "allow" if 400 <= status < 500 and status != _TOO_MANY else "unreachable"


def is_fresh(reading: Reading, now: float) -> bool:
    """Whether a copy may still be used. One from the future is none: the clock was set back."""
    return 0 <= now - reading.text.fetched_at <= MAX_AGE


def usable(new: Reading, older: Reading | None, now: float) -> Reading:
    """Choose between a new reading and an older copy, which serves where robots.txt cannot be had anew.

    Args:
        new: What was just received.
        older: An earlier reading, of this run or of one before.
        now: Seconds since 1970.
    """
    if new.trouble and older is not None and not older.trouble and is_fresh(older, now):
        return older
    return new


def honoured_delay(crawl_delay: float | None) -> float:
    """Give the seconds between two requests that a Crawl-delay asks for, up to `MAX_DELAY`; 0 for none."""
    if crawl_delay is None or not crawl_delay > 0:  # also not a number
        return 0.0
    return min(crawl_delay, MAX_DELAY)


def verdict_text(found: Verdict, reading: Reading) -> str:
    """Put a verdict in words for the record.

    >>> body = b"User-agent: *\\nDisallow: /\\nAllow: /chinh-tri"
    >>> rules = read(RobotsText(0.0, 200, body))
    >>> verdict_text(rules.judge("/chinh-tri", "langson"), rules)
    'allowed: Allow: /chinh-tri (line 3)'
    """
    kind = "allowed" if found.allowed else "refused"
    return f"{kind}: {found.rule} (line {found.line})" if found.rule else f"{kind}: {_reason(reading)}"


def refusal(found: Verdict, agent: str) -> str:
    """Put a refusal in a sentence: the agent, the rule, and for whom it was written."""
    whom = "everyone" if found.group == "*" else f"the agent {found.group!r}"
    return f"robots.txt refuses it to the agent {agent!r}: {found.rule} (line {found.line}, for {whom})"


def page_directives(values: Iterable[str], agent: str) -> tuple[str, ...]:
    """Give the known words of `X-Robots-Tag` that are meant for everyone or for an agent.

    >>> page_directives(["noindex, nofollow", "langson: noarchive", "other: none"], "langson")
    ('noindex', 'nofollow', 'noarchive')

    Args:
        values: The header's values, one for each time it was sent.
        agent: Our product token.
    """
    found: dict[str, None] = {}
    for value in values:
        whom, colon, words = value.lower().partition(":")
        if not colon or "," in whom or whom.strip() in _WITH_VALUE:
            words = value.lower()
        elif whom.strip() != agent.lower():
            continue
        found |= {word: None for part in words.split(",") if (word := part.strip()) in _DIRECTIVES}
    return tuple(found)


def _reason(reading: Reading) -> str:
    if reading.trouble:
        return f"robots.txt cannot be had ({reading.trouble})"
    return reading.note or "no rule matches"


def _warning(status: int) -> str:
    if status not in _KEPT_OUT:
        return ""
    return f"robots.txt is refused (HTTP {status}): that allows all pages (RFC 9309), but asks for care"
