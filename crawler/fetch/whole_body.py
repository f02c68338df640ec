"""The body of an answer, once every sign says that it is whole. Pure: crawl and replay both ask here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.fetch.document_end import check_end, has_end, kind
from crawler.fetch.transfer import check_arrival, check_open_end, decode


@dataclass(frozen=True, slots=True)
class Received:
    """What came.

    Attributes:
        body: The bytes as they came, content coding included.
        flags: Scrapy's of the response: how the transfer ended.
        length: The field Content-Length, where there is one.
        codings: The values of Content-Encoding, in order.
        content_type: The field Content-Type.
        path: The address's path.
        fragment: Whether a script of the page would ask so: the answer is a part of a page, without its end.
    """

    body: bytes
    flags: Sequence[str]
    length: str | None
    codings: Sequence[str]
    content_type: str
    path: str
    fragment: bool = False


def whole_body(received: Received, limit: int, *, of_a_page: bool = True) -> tuple[bytes, str | None]:
    """Give the decoded body, and what it is.

    Args:
        received: What came.
        limit: Most bytes of the decoded body.
        of_a_page: Whether it must be a page or another text with its end; robots.txt need not.

    Returns:
        The body; its kind, see `document_end.kind`, or None where that was not asked.

    Raises:
        TransferError: It is cut, damaged, too large, or no text.
    """
    check_arrival(received.flags, received.length, len(received.body))
    body = decode(received.body, received.codings, limit)
    form = None
    if of_a_page:
        form = kind(body, received.content_type, received.path)
        check_end(body, "text" if received.fragment and form == "html" else form)

    def is_proven() -> bool:
        return body is not received.body or (form is not None and has_end(body, form))

    check_open_end(received.flags, is_proven, may_lack_end=not of_a_page)
    return body, form
