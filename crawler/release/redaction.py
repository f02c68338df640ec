"""Who asked to be left out of a release, and which records that means. Pure.

A request names an article (its number, any of its addresses, or its key as in the column `key`) or an author:
a person or an agency. An author's articles are those whose byline, source or photo credit has the name, in
any of their revisions. People whom an article is about are no authors.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from crawler.annotate.text import flat_text
from crawler.errors import SettingError
from crawler.normalise.text import clean
from crawler.sites.baolangson.urls import article_address
from crawler.store.records import address_key

_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_KEY = re.compile(r"([a-z]{2,8}\d?)/(\d{1,9})", re.ASCII)
_SCHEME = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?]|$)|localhost(?::\d+)?/")
_COMMENT = re.compile(r"(?:^|\s)#.*")
# Era 2 writes article n of era 1 as 1,000,000 + n, see `sites.baolangson.urls`.
_MIGRATED = 1_000_000
_STROKE = "đ"

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Redaction:
    """What was asked to be left out.

    Attributes:
        ids: Article's key or number -> the requests that name it.
        addresses: Address as `bare` gives it -> the requests that name it.
        names: An author's name, as `name_words` gives it -> the request.
        required: The requests that have to leave something out, or no release is made.
    """

    ids: Mapping[str, set[str]] = field(default_factory=dict)
    addresses: Mapping[str, set[str]] = field(default_factory=dict)
    names: Mapping[Words, str] = field(default_factory=dict)
    required: frozenset[str] = frozenset()

    def named(self, key: str) -> set[str]:
        """Give the requests that name an article itself."""
        number = key.partition("/")[2]
        return {request for name in (key, number) for request in self.ids.get(name, ())}

    def at(self, url: str) -> set[str]:
        """Give the requests that name an address of an article, or the number in it."""
        found = set(self.addresses.get(bare(url), ()))
        if self.ids and (key := _key_of(url)) is not None:
            found |= self.named(key)
        return found

    def written_by(self, record: Mapping[str, Any]) -> set[str]:
        """Give the requests that name an author of a record."""
        if not self.names:
            return set()
        return {
            request
            for text in _credits(record)
            for name, request in self.names.items()
            if _contains(name_words(text), name)
        }

    def asks_for(self, key: str, record: Mapping[str, Any]) -> set[str]:
        """Give the requests that name a record: its article, one of its addresses, or an author of it."""
        found = self.named(key) | self.written_by(record)
        if self.ids or self.addresses:
            found.update(*map(self.at, (record["url"], *record["aliases"])))
        return found

    def is_mentioned(self, record: Mapping[str, Any]) -> bool:
        """Whether title, lead or body have an author's name, whom the request leaves out as author only."""
        texts = (record["title"], record["lead"] or "", flat_text(record)) if self.names else ()
        return any(_contains(_words(text), name) for text in texts for name in self.names)

    def asked(self) -> set[str]:
        """Give all requests."""
        return {*set().union(*self.ids.values(), *self.addresses.values()), *self.names.values()}

    def refuse(self, unanswered: Iterable[str]) -> None:
        """Make no release where a request cannot have been meant so.

        Args:
            unanswered: The requests for which there is nothing to leave out.

        Raises:
            SettingError: One of them is required, or is an address of no article.
        """
        for request in sorted(unanswered):
            if _is_address(request) and _key_of(_url(request)) is None:
                raise SettingError(f"redact: {request} is no address of an article; give its number")
            if request in self.required:
                how = "names need their marks, or give the article's number or address"
                raise SettingError(f"redact: nothing to leave out for {request!r}: {how}")


def parse_redaction(requests: Iterable[str], *, listed: Iterable[str] = ()) -> Redaction:
    """Read requests.

    Args:
        requests: Each an article's number, key or address, or an author's name.
        listed: The same out of a file that is kept: the article may be in another data folder.

    Raises:
        SettingError: One is empty, or like a number or an address and neither.
    """
    ids: dict[str, set[str]] = {}
    addresses: dict[str, set[str]] = {}
    names: dict[Words, str] = {}
    required = [clean(request) for request in requests]
    for request in [*map(clean, listed), *required]:
        if _is_address(request):
            addresses.setdefault(bare(_url(request)), set()).add(request)
            found = [key] if (key := _key_of(_url(request))) else []
        else:
            found = _ids(request)
        for name in found:
            ids.setdefault(name, set()).add(request)
        if not found and not _is_address(request):
            names[_name(request)] = request
    return Redaction(ids, addresses, names, frozenset(required))


def request_lines(text: str) -> Iterator[str]:
    """Give the requests of a file: one a line; what stands behind a # that begins a word is no request."""
    for line in text.removeprefix("\ufeff").splitlines():
        if request := _COMMENT.sub("", line).strip():
            yield request


def bare(url: str) -> str:
    """Give an address for comparing: without scheme and fragment, the host in small letters.

    >>> bare("HTTP://BaoLangSon.vn/?p=531453#a")
    'baolangson.vn/?p=531453'
    """
    host, slash, path = _SCHEME.sub("", url, count=1).partition("#")[0].partition("/")
    return f"{host.lower()}{slash}{path}"


def _is_address(request: str) -> bool:
    return bool(_SCHEME.match(request) or _HOST.match(request))


def _url(request: str) -> str:
    return request if "://" in request else f"https://{request.removeprefix('//')}"


def _ids(request: str) -> list[str]:
    """The key or numbers that a request is."""
    plain = unicodedata.normalize("NFKC", request).lower()  # full-width digits
    series, number = "", plain
    if match := _KEY.fullmatch(plain):
        series, number = f"{match[1]}/", match[2]
    if not _NUMBER.fullmatch(number):
        return []
    value = int(number)
    both = [value, value - _MIGRATED] if _MIGRATED < value < 2 * _MIGRATED else [value]
    return [f"{series}{each}" for each in both]


def _name(request: str) -> Words:
    words = name_words(request)
    if not words:
        raise SettingError(f"redact: {request!r} names neither an article nor an author")
    if "/" in request or any(char.isdigit() for char in request):
        raise SettingError(
            f"redact: {request!r} is no article's number, key or address, and no author's name"
        )
    return words


@lru_cache(maxsize=4096)
def name_words(text: str) -> Words:
    """Give a text's words for comparing names: without case, whichever vowel of a word bears the tone.

    Diacritics count: Lan is another name than Lân.

    >>> name_words("HOÀ Đức") == name_words("hòa đức"), name_words("Lan") == name_words("Lân")
    (True, False)
    """
    return _words(text)


def _words(text: str) -> Words:
    # Old pages have the Icelandic Ð (U+00D0) for Đ (U+0110): they look the same.
    plain = unicodedata.normalize("NFD", clean(text).casefold()).replace("ð", _STROKE)
    return tuple(_word(word) for word in re.findall(r"(?:\w|[\u0300-\u036f])+", plain))


def _word(word: str) -> str:
    marks = sorted(char for char in word if unicodedata.combining(char) or char == _STROKE)
    letters = "".join(char for char in word if not unicodedata.combining(char))
    return letters.replace(_STROKE, "d") + "".join(marks)


def _credits(record: Mapping[str, Any]) -> Iterator[str]:
    yield from record["authors"]
    yield from (text for text in (record["source"], record["raw"].get("byline")) if text)
    yield from (block["credit"] for block in record["body"] if block.get("credit"))


def _contains(words: Words, name: Words) -> bool:
    return any(words[at : at + len(name)] == name for at in range(len(words) - len(name) + 1))


def _key_of(url: str) -> str | None:
    address = article_address(url, origin="/".join(url.split("/", 3)[:3]))
    return address_key(address) if address is not None else None
