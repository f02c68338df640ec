"""robots.txt in words: what it means for each way to the articles, by which rule, and what can be done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from crawler.discover.sources.ids import short_link
from crawler.discover.sources.start import first_addresses
from crawler.fetch.robots_policy import Reading, RobotsText, read
from crawler.report.doctor.answers import Answer
from crawler.report.doctor.evidence import ARTICLE, ROBOTS, WAYS, Asked, Place
from crawler.report.outcomes import ROBOTS_UNREACHABLE
from crawler.sites.baolangson.paging import XHR_LIMIT, XHR_PATH

# Addresses of the forms that are known, to be judged where no real one was met.
_OLD, _NEW = "/chinh-tri/531453-hoi-nghi.html", "/hoi-nghi-5012466.html"
_SHOWN_BYTES = 4000
_SLUG = re.compile(r"^[a-z]+(?:-[a-z0-9]+)*, ")


@dataclass(frozen=True, slots=True)
class Rule:
    """What robots.txt says of one kind of address.

    Attributes:
        way: listing, feed…, or "article".
        path: The address that was judged, without scheme and host.
        allowed: Whether it may be asked for.
        rule: The rule that decides, as printed; empty where none matches.
        line: Its line.
    """

    way: str
    path: str
    allowed: bool
    rule: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Rules:
    """robots.txt of one origin.

    Attributes:
        origin: Scheme and host.
        summary: What was received and for whom it is written, in one or two sentences.
        rules: For each kind of address.
        reachable: Whether robots.txt could be had; otherwise nothing may be asked for.
        text: The beginning of it, as received.
    """

    origin: str
    summary: str
    rules: tuple[Rule, ...]
    reachable: bool
    text: str = ""

    @property
    def refused(self) -> tuple[str, ...]:
        """What is refused: ways, or "article" where no article may be asked for."""
        ways = dict.fromkeys(rule.way for rule in self.rules)
        return tuple(way for way in ways if not any(rule.allowed for rule in self.rules if rule.way == way))


def rules_of(answers: Sequence[Answer], asked: Sequence[Asked], place: Place) -> tuple[Rules, ...]:
    """Say what each robots.txt means.

    Returns:
        One for each origin whose robots.txt was asked for; none where an archive holds none.
    """
    found: dict[str, Reading] = {}
    for answer in answers:
        if answer.way == ROBOTS:
            text = RobotsText(answer.at.timestamp(), answer.status, answer.text)
            found[_origin(answer.asked)] = read(text)
    for question in asked:
        if question.reason == ROBOTS_UNREACHABLE:
            origin = _origin(question.url)
            # Why it could not be had stands behind what follows from that, and a slug to count by.
            why = _SLUG.sub("", question.detail.partition(": ")[2] or question.detail)
            if origin not in found or not found[origin].trouble:
                found[origin] = Reading(RobotsText(0.0), trouble=why)
    return tuple(_one(origin, reading, answers, place) for origin, reading in found.items())


def _one(origin: str, reading: Reading, answers: Sequence[Answer], place: Place) -> Rules:
    if reading.trouble:
        summary = f"It could not be had: {reading.trouble}. Until it can, nothing may be asked for there."
        return Rules(origin, summary, (), False)
    rules = tuple(_rule(way, url, reading, place.agent) for way, url in _addresses(origin, answers, place))
    text = reading.text.body[:_SHOWN_BYTES].decode("utf-8", "replace")
    return Rules(origin, _summary(reading, place.agent), rules, True, text if reading.robots else "")


def _summary(reading: Reading, agent: str) -> str:
    if reading.robots is None:
        return f"There are no rules ({reading.note}), so everything may be asked for."
    group = reading.robots.judge("/", agent).group
    if group == agent:
        whom = f"It has rules for the agent {agent!r}, which hold for us alone."
    elif group:
        whom = f"It names no rules for the agent {agent!r}: those for everyone hold."
    else:
        whom = f"It names no rules for the agent {agent!r} nor for everyone, so everything may be asked for."
    delay = reading.delay(agent)
    return f"{whom} It asks for {delay:g} seconds between two requests, which is kept." if delay else whom


def _rule(way: str, url: str, reading: Reading, agent: str) -> Rule:
    parts = urlsplit(url)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    verdict = reading.judge(path, agent)
    return Rule(way, path, verdict.allowed, verdict.rule or "", verdict.line or 0)


def _addresses(origin: str, answers: Sequence[Answer], place: Place) -> list[tuple[str, str]]:
    """(way, address) of what a crawl asks for."""
    section = place.sections[0] if place.sections else "chinh-tri"
    found = [("listing", f"{origin}/{section}"), ("listing", f"{origin}/{section}/page/2/")]
    query = f"?page=1&limit={XHR_LIMIT}&category_id=1&show_thumb=true&show_desc=true"
    found.append(("xhr", f"{origin}{XHR_PATH}{query}"))
    for way in ("feed", "sitemap", "rest", "search"):
        addresses = [a for a in first_addresses(way, origin, (section,)) if not a.endswith("/robots.txt")]
        found += [(way, address) for address in addresses]
    found.append(("ids", short_link(origin, 531453)))
    for layout, form in (("era1", _OLD), ("era2", _NEW)):
        real = next(
            (
                one.url
                for a in answers
                for one in a.shown
                if one.layout == layout and _origin(one.url) == origin
            ),
            f"{origin}{form}",
        )
        found.append((ARTICLE, real))
    return found


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


LABELS: Final = {
    "listing": "section listings",
    "xhr": "the listings' own script",
    "feed": "feeds",
    "sitemap": "sitemaps",
    "rest": "WordPress's list of posts",
    "search": "the search",
    "ids": "articles by their number",
    "article": "articles",
}
assert set(LABELS) >= set(WAYS)
