"""What changed from one release to the next. Pure.

What an article says is told from how it is read: `revised` is the paper's doing, `reread` is ours (another
version of the extractor), `amended` is what stands around the text (section, tags, addresses…). A mere
change of the view count is only counted. Who was left out on request is counted, and named nowhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

# How and when we read is none of the article's contents; views change without end.
_NOT_COMPARED = ("view_count", "raw", "evidence", "crawl", "annotations")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is compared of a record."""

    content: str
    revision: int
    extractor: str
    rest: bytes
    views: int | None


def fingerprint(record: Mapping[str, Any]) -> Fingerprint:
    """Take what is compared from a record in its JSON form."""
    crawl = record["crawl"]
    rest = {name: value for name, value in record.items() if name not in _NOT_COMPARED}
    printed = {name: text for name, text in record["raw"].items() if name != "view_count"}
    digest = hashlib.blake2b(orjson.dumps([rest, printed]), digest_size=12).digest()
    content = crawl["content_hash"][:24]
    return Fingerprint(content, crawl["revision"], crawl["extractor"], digest, record["view_count"])


@dataclass(slots=True)
class Changes:
    """What changed, by article's key in the order of publication.

    Attributes:
        added: Not in the release before.
        revised: The paper changed title, lead, body or authors.
        reread: These differ because another extractor read the page.
        amended: Something else differs.
        gone: Left out since the paper has taken them down.
        vanished: No longer in the dataset: taken back, or known under another number now.
        recounted: How many differ in their view count only.
        redacted: How many are left out on request now and were not before.
        unchanged: How many do not differ.
    """

    added: list[str] = field(default_factory=list)
    revised: list[str] = field(default_factory=list)
    reread: list[str] = field(default_factory=list)
    amended: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    recounted: int = 0
    redacted: int = 0
    unchanged: int = 0

    def note(self, key: str, before: Fingerprint | None, now: Fingerprint) -> None:
        """Note an article of the new release."""
        if before is None:
            self.added.append(key)
        elif now.revision > before.revision:
            self.revised.append(key)
        elif now.content != before.content:
            (self.revised if now.extractor == before.extractor else self.reread).append(key)
        elif now.rest != before.rest:
            self.amended.append(key)
        elif now.views != before.views:
            self.recounted += 1
        else:
            self.unchanged += 1

    def note_missing(self, key: str, *, redacted: Container[str], gone: Container[str]) -> None:
        """Note an article of the release before that the new one does not have."""
        if key in redacted:
            self.redacted += 1
        else:
            (self.gone if key in gone else self.vanished).append(key)

    def counts(self) -> dict[str, int]:
        """Give how many there are of each."""
        lists = ("added", "revised", "reread", "amended", "gone", "vanished")
        numbers = ("redacted", "recounted", "unchanged")
        return {name: len(getattr(self, name)) for name in lists} | {
            name: getattr(self, name) for name in numbers
        }
