"""Who asked to be left out of a release, and which records that means. Pure.

A request names an article (its number, its address, or its key as in the column `key`) or an author: a person
or an agency. An author's articles are those whose byline, source or photo credit has the name, in any of
their revisions. People whom an article is about are no authors.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from crawler.errors import SettingError
from crawler.normalise.text import clean
from crawler.sites.baolangson.urls import article_address
from crawler.store.records import address_key

_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_KEY = re.compile(r"[a-z]{2,8}\d?/\d{1,9}", re.ASCII)
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
# Era 2 writes article n of era 1 as 1,000,000 + n, see `sites.baolangson.urls`.
_MIGRATED = 1_000_000
_STROKE = "đ"

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Redaction:
    """What was asked to be left out.

    Attributes:
        ids: Article's key or number -> the request.
        names: An author's name, as `name_words` gives it -> the request.
    """

    ids: Mapping[str, str]
    names: Mapping[Words, str]

    def named(self, key: str) -> set[str]:
        """Give the requests that name an article itself."""
        number = key.partition("/")[2]
        return {self.ids[name] for name in (key, number) if name in self.ids}

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

    def asked(self) -> set[str]:
        """Give all requests."""
        return {*self.ids.values(), *self.names.values()}


def parse_redaction(requests: Iterable[str]) -> Redaction:
    """Read requests.

    Args:
        requests: Each an article's number, key or address, or an author's name.

    Raises:
        SettingError: One is empty, or an address of no article of the paper.
    """
    ids: dict[str, str] = {}
    names: dict[Words, str] = {}
    for request in map(clean, requests):
        if _ADDRESS.match(request):
            ids[_key_of(request)] = request
        elif _KEY.fullmatch(request):
            ids[request] = request
        elif _NUMBER.fullmatch(request):
            number = int(request)
            ids[str(number)] = request
            if _MIGRATED < number < 2 * _MIGRATED:
                ids[str(number - _MIGRATED)] = request
        elif words := name_words(request):
            names[words] = request
        else:
            raise SettingError(f"redact: {request!r} names neither an article nor an author")
    return Redaction(ids, names)


def request_lines(text: str) -> Iterator[str]:
    """Give the requests of a file: one a line; empty lines and those that begin with # are none."""
    for line in text.removeprefix("\ufeff").splitlines():
        if (request := line.strip()) and not request.startswith("#"):
            yield request


@lru_cache(maxsize=4096)
def name_words(text: str) -> Words:
    """Give a text's words for comparing names: without case, whichever vowel of a word bears the tone.

    Diacritics count: Lan is another name than Lân.

    >>> name_words("HOÀ Đức") == name_words("hòa đức"), name_words("Lan") == name_words("Lân")
    (True, False)
    """
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


def _key_of(url: str) -> str:
    origin = "/".join(url.split("/", 3)[:3])
    address = article_address(url, origin=origin)
    if address is None:
        raise SettingError(f"redact: {url} is no address of an article; give its number")
    return address_key(address)
