"""A capture: a page that somebody else fetched, and how we came by it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from crawler.archive.exchange import Exchange, Headers, payload_digest
from crawler.discover.window import VIETNAM

Via = Literal["warc", "file", "wayback", "commoncrawl"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What an address answered once, to somebody else.

    Attributes:
        url: The address asked, the paper's own (or a copy's, see `origin`).
        captured_at: When, with a time zone. Views are as of this moment; no date of the article is.
        status: HTTP status; 200 for a file.
        headers: Of the response, in the order received; may be empty.
        body: As received, transfer encoding removed. Where the content encoding was removed already, its
            header may still name it.
        via: How we came by it.
        source: Where it was: file and offset, or index and digest… Anything JSON can say; it is kept in
            the archive with the page.
        request_headers: As sent, if known.
        origin: Scheme and host of a copy of the paper that the address is of, or None.
        note: What a crawl of ours had noted of the exchange (`kind`, `asked`, `form`, `robots`, `flags`…);
            `truncated` (length, time, disconnect) where the archive says that the body is cut.
        kind: "record" for a JSON line of ours: `body` is the line, no page is there.
    """

    url: str
    captured_at: datetime
    status: int = 200
    headers: Headers = ()
    body: bytes
    via: Via
    source: Mapping[str, Any] = field(default_factory=dict)
    request_headers: Headers = ()
    origin: str | None = None
    note: Mapping[str, Any] = field(default_factory=dict)
    kind: Literal["page", "record"] = "page"

    def __post_init__(self) -> None:
        if self.captured_at.tzinfo is None:
            raise ValueError("Capture.captured_at must carry a time zone")

    @property
    def seen_at(self) -> str:
        """When, as the state writes it."""
        return self.captured_at.astimezone(VIETNAM).isoformat()

    @property
    def digest(self) -> str:
        """What tells captures of one address and moment apart: status and payload digest."""
        return f"{self.status} {payload_digest(self.body)}"

    def exchange(self, note: Mapping[str, Any]) -> Exchange:
        """Give it as the archive keeps it.

        Args:
            note: What it takes to read it again as this run does.
        """
        return Exchange(
            url=self.url,
            fetched_at=self.captured_at,
            request_headers=self.request_headers,
            status=self.status,
            headers=self.headers,
            body=self.body,
            note=note,
        )
