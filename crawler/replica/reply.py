"""What the paper answers: a value, so that the whole site can be tested without a network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

HTML = "text/html; charset=UTF-8"
XML = "text/xml; charset=UTF-8"
JSON = "application/json; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Ask:
    """A request, and the state of the paper when it came.

    Attributes:
        path: The path, percent-decoded, beginning with a slash.
        query: Parameters of the query.
        headers: Request headers, names in lower case.
        count: How many articles have appeared.
        now: The moment of the request, with a time zone.
        hostile: How lists misbehave, one of `paging.HOSTILE`; None: as they should be.
    """

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    count: int
    now: datetime
    hostile: str | None = None

    def number(self, name: str, otherwise: int, least: int = 1) -> int:
        """Give a parameter as a number of at least `least`; `otherwise` where it is absent or none."""
        text = self.query.get(name, "")
        return max(least, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


@dataclass(frozen=True, slots=True)
class Reply:
    """A response: status, headers, body."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def html(text: str, status: int = 200) -> Reply:
    """Answer with a page in UTF-8."""
    return Reply(status, text.encode(), {"Content-Type": HTML})


def xml(text: str) -> Reply:
    """Answer with an XML document."""
    return Reply(200, f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode(), {"Content-Type": XML})


def as_json(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """Answer with JSON."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return Reply(status, body, {"Content-Type": JSON, **(headers or {})})


def moved(address: str) -> Reply:
    """Answer with a permanent redirect."""
    return Reply(301, b"", {"Location": address, "Content-Type": HTML})
