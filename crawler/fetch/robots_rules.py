"""robots.txt as rules, and the rule that decides about an address. Pure.

Source: RFC 9309, sections 2.2 and 2.5. No library at hand names the rule that matched. Where the RFC
leaves something open, we read as Google's parser does:

- the misspellings of ``_SPELLINGS`` count, and a line of two words needs no colon (``disallow /``);
- of a user-agent's value, the leading letters, ``-`` and ``_`` count: ``Foo/1.0`` and ``Foo Bar`` are Foo;
- an incomplete UTF-8 mark at the beginning is passed over.

Otherwise than Google's parser:

- ``%62`` in a rule matches ``b`` (section 2.2.2 says so), and addresses need not be encoded beforehand;
- ``/index.html`` does not stand for ``/``, and a name is known whole or not at all (``disallowed``);
- a line has no limit of its own: within the 500 KiB it counts whole, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from crawler.fetch.robots_pattern import Pattern, normal_path, read_pattern

MAX_BYTES = 500 * 2**10  # what a crawler must read of it (section 2.5)
EVERYONE = "*"
_MAX_SHOWN = 120  # characters of a rule in messages: the text is a stranger's
_BOM = b"\xef\xbb\xbf"
_BLANK = b" \t\x0b\x0c\0"
_SPELLINGS = {
    "User-agent": ("user-agent", "useragent", "user agent"),
    "Allow": ("allow",),
    "Disallow": ("disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"),
    "Crawl-delay": ("crawl-delay", "crawldelay", "crawl delay"),
    "Sitemap": ("sitemap", "site-map"),
}
_NAMES = {spelling.encode(): name for name, spellings in _SPELLINGS.items() for spelling in spellings}
_TOKEN = re.compile(rb"[A-Za-z_-]*")
_SECONDS = re.compile(rb"\d{1,9}(?:\.\d{0,9})?")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What robots.txt says about an address.

    Attributes:
        allowed: Whether the agent may ask for it.
        rule: The line that decides, such as ``Disallow: /chinh-tri``; None where no rule matches.
        line: Its number, counted from 1.
        group: Whose rules were asked: the agent's token in lower case, ``*``, or "" where neither is named.
    """

    allowed: bool
    rule: str | None = None
    line: int | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: Pattern
    allows: bool
    text: str
    line: int


@dataclass(slots=True)
class _Group:
    """All rules for one agent, wherever they stand in the file."""

    rules: list[_Rule] = field(default_factory=list)
    delay: float | None = None


class Robots:
    """The rules of one robots.txt.

    Attributes:
        sitemaps: The sitemaps' addresses as printed, in order.
    """

    def __init__(self, groups: dict[str, _Group], sitemaps: Iterable[str]) -> None:
        self._groups = groups
        self.sitemaps = tuple(sitemaps)
        for group in groups.values():
            group.rules = _deciding_order(group.rules)

    def judge(self, url_path: str, agent: str) -> Verdict:
        """Say whether an agent may ask for an address: the longest rule decides, of equals the allowing.

        Args:
            url_path: Path and query, percent-encoded or not. robots.txt itself is always allowed.
            agent: The product token that is compared, without its version.

        Source: RFC 9309, sections 2.2.1 and 2.2.2.
        """
        name = self._name(agent)
        group = self._groups.get(name, _Group())
        path = normal_path(url_path)
        if path.partition(b"?")[0] == b"/robots.txt":
            return Verdict(True, group=name)
        for rule in group.rules:
            if rule.pattern.matches(path):
                return Verdict(rule.allows, rule.text, rule.line, name)
        return Verdict(True, group=name)

    def crawl_delay(self, agent: str) -> float | None:
        """Give the seconds of the agent's Crawl-delay, the longest where it has several; None without one.

        Not in the RFC, but widely understood. What is no number is none.
        """
        return self._groups.get(self._name(agent), _Group()).delay

    def _name(self, agent: str) -> str:
        name = agent.lower()
        if name != EVERYONE and name in self._groups:
            return name
        return EVERYONE if EVERYONE in self._groups else ""


def parse(body: bytes) -> Robots:
    """Read robots.txt. There is no text that it breaks on: lines that are no rules are passed over.

    The text is UTF-8 (section 2.2): one in UTF-16 has a NUL in each of its names, so it holds no rules.

    >>> parse(b"User-agent: *\\nDisallow: /a").judge("/a/b", "langson")
    Verdict(allowed=False, rule='Disallow: /a', line=2, group='*')
    """
    groups: dict[str, _Group] = {}
    sitemaps = []
    named: list[str] = []  # the agents of the group that is being read
    complete = False  # whether it has rules already, so that the next agent begins another
    for number, name, value in _lines(body):
        if name == "User-agent":
            if complete:
                named, complete = [], False
            if token := _token(value):
                named.append(token)
                groups.setdefault(token, _Group())
        elif name == "Sitemap":
            sitemaps.append(value.decode("utf-8", "replace"))
        elif name == "Crawl-delay":  # ends no group: "other records" do not (section 2.2.4)
            _set_delay([groups[token] for token in named], value)
        else:
            complete = complete or bool(named)
            if value and named:
                rule = _Rule(read_pattern(value), name == "Allow", f"{name}: {_shown(value)}", number)
                for token in dict.fromkeys(named):
                    groups[token].rules.append(rule)
    return Robots(groups, sitemaps)


def capped(body: bytes) -> bytes:
    """Give the part of robots.txt that is read: whole lines, 500 KiB at most."""
    if len(body) <= MAX_BYTES:
        return body
    end = max(body.rfind(b"\n", 0, MAX_BYTES), body.rfind(b"\r", 0, MAX_BYTES))
    return body[: end + 1]


def _lines(body: bytes) -> Iterator[tuple[int, str, bytes]]:
    """Give number, name and value of each line that has a meaning."""
    text = capped(body)
    mark = next((size for size in (3, 2, 1) if text.startswith(_BOM[:size])), 0)
    for number, line in enumerate(re.split(rb"\r\n|\r|\n", text[mark:]), 1):
        content = line.partition(b"#")[0].strip(_BLANK)
        name, colon, value = content.partition(b":")
        if not colon:
            words = content.split()
            name, value = words if len(words) == 2 else (b"", b"")
        if known := _NAMES.get(name.strip(_BLANK).lower()):
            yield number, known, value.strip(_BLANK)


def _token(value: bytes) -> str:
    if value[:1] == b"*" and not value[1:2].strip(_BLANK):
        return EVERYONE
    match = _TOKEN.match(value)
    return match[0].decode().lower() if match else ""


def _set_delay(groups: Iterable[_Group], value: bytes) -> None:
    if _SECONDS.fullmatch(value):
        for group in groups:
            group.delay = max(float(value), group.delay or 0.0)


def _deciding_order(rules: Iterable[_Rule]) -> list[_Rule]:
    """Put the longest rule first, of equals the allowing; of the same pattern only the one that decides."""
    first: dict[Pattern, _Rule] = {}
    for rule in rules:
        known = first.setdefault(rule.pattern, rule)
        if rule.allows and not known.allows:
            first[rule.pattern] = rule
    return sorted(first.values(), key=lambda rule: (-rule.pattern.length, not rule.allows))


def _shown(value: bytes) -> str:
    text = value.decode("utf-8", "backslashreplace")
    text = text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 1] + "…"
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
