"""An exchange as gzip members. Pure and safe in threads: the heavy parts release the interpreter's lock."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from crawler.archive.exchange import Earlier, Exchange, payload_digest
from crawler.archive.http_message import request_block, response_head
from crawler.archive.member import compress
from crawler.archive.record import NOT_MODIFIED, SAME_BODY, ascii_uri, record_id, record_parts, warc_date

Fields = Iterator[tuple[str, str]]

_TRUNCATED = ("length", "time", "disconnect")  # ISO 28500, 5.13
_REQUEST = "application/http;msgtype=request"
_RESPONSE = "application/http;msgtype=response"


def encode(exchange: Exchange, *, earlier: Earlier | None = None, digest: str | None = None) -> bytes:
    """Give the members to append: request, response (or revisit), metadata; one member a record.

    Args:
        earlier: An archived response with the same body (or, for a 304, the one it confirms): the body
            is then not written again, a `revisit` refers to that response.
        digest: The body's payload digest, where the caller has made it already.

    Raises:
        ValueError: `earlier` has another digest than the body, or `note` is no JSON.
    """
    digest = digest or payload_digest(exchange.body)
    if earlier and exchange.status != 304 and earlier.digest != digest:
        raise ValueError(f"{exchange.url}: revisit of {earlier.digest}, but the body has {digest}")
    url, date = ascii_uri(exchange.url), warc_date(exchange.fetched_at)
    ids = {kind: record_id(url, date, str(exchange.status), digest, kind) for kind in _KINDS}
    common = [("WARC-Date", date), ("WARC-Target-URI", url)]
    if exchange.ip:
        common.append(("WARC-IP-Address", exchange.ip))
    request = [*_fields("request", ids), *common, ("Content-Type", _REQUEST)]
    metadata = [*_fields("metadata", ids), *common[:2], ("Content-Type", "application/json")]
    return b"".join(
        (
            compress(*record_parts(request, request_block(exchange, url))),
            compress(*_response(exchange, [*_fields("response", ids, earlier), *common], digest, earlier)),
            compress(*record_parts(metadata, json_bytes(exchange.note))),
        )
    )


def earlier_of(exchange: Exchange) -> Earlier:
    """Give what a later `revisit` says of an archived exchange (or what that one, a revisit, says itself)."""
    date = warc_date(exchange.fetched_at)
    return exchange.revisit_of or Earlier(exchange.url, date, payload_digest(exchange.body))


_KINDS = ("request", "response", "metadata")


def _fields(kind: str, ids: Mapping[str, str], earlier: Earlier | None = None) -> Fields:
    yield "WARC-Type", "revisit" if earlier else kind
    yield "WARC-Record-ID", ids[kind]
    if kind != "response":
        yield "WARC-Concurrent-To", ids["response"]


def _response(
    exchange: Exchange, fields: list[tuple[str, str]], digest: str, earlier: Earlier | None
) -> tuple[bytes, ...]:
    head = response_head(exchange)
    fields.append(("Content-Type", _RESPONSE))
    if reason := exchange.note.get("truncated"):
        fields.append(("WARC-Truncated", reason if reason in _TRUNCATED else "unspecified"))
    if not earlier:
        return record_parts([*fields, ("WARC-Payload-Digest", digest)], head, exchange.body)
    fields += _refers_to(earlier, NOT_MODIFIED if exchange.status == 304 else SAME_BODY)
    return record_parts(fields, head)


def _refers_to(earlier: Earlier, profile: str) -> Fields:
    """ISO 28500, 6.7: what a `revisit` refers to."""
    yield "WARC-Profile", profile
    yield "WARC-Refers-To-Target-URI", ascii_uri(earlier.url)
    yield "WARC-Refers-To-Date", earlier.fetched_at
    yield "WARC-Payload-Digest", earlier.digest


def json_bytes(value: Mapping[str, Any]) -> bytes:
    """JSON in UTF-8, keys sorted. Halves of surrogate pairs become escapes: a hostile page breaks nothing."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)
    return text.encode("utf-8", "backslashreplace")
