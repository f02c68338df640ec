"""Whether a response has the body that its WARC-Payload-Digest promises (ISO 28500, 5.9)."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator, Mapping
from typing import Final

from crawler.archive.http_message import Message
from crawler.fetch.transfer import TransferError, decode

_LENGTHS: Final = {"md5": 16, "sha1": 20, "sha256": 32, "sha512": 64}
_MOST: Final = 32 << 20  # of a body, unpacked


def check_payload(fields: Mapping[str, str], response: Message, body: bytes) -> None:
    """Refuse a body that is not the one whose digest was written down.

    Crawlers do not agree on what the payload is: what stands behind the fields (warcio, Wget), that without
    its chunks (the standard), or without its packing too. Any of them will do. A digest that is missing, of
    another kind or of a body that was cut on purpose says nothing.

    Args:
        fields: The record's, names in small letters.
        response: The answer.
        body: Its body without transfer coding.

    Raises:
        ValueError: It is another body.
    """
    name, _, text = fields.get("warc-payload-digest", "").strip().partition(":")
    name = name.lower().replace("-", "")
    promised = _bytes(text.strip(), _LENGTHS.get(name))
    if promised is None or "warc-truncated" in fields:
        return
    if all(
        hashlib.new(name, form, usedforsecurity=False).digest() != promised for form in _forms(response, body)
    ):
        raise ValueError(f"its body differs from its WARC-Payload-Digest {name}:{text.strip()}")


def _forms(response: Message, body: bytes) -> Iterator[bytes]:
    """The bodies of which the digest may be; the dearest last."""
    yield body
    yield response.body
    codings = [value for key, value in response.headers if key.lower() == "content-encoding"]
    try:
        yield decode(body, codings, _MOST)
    except TransferError:
        return


def _bytes(text: str, length: int | None) -> bytes | None:
    """Read a digest in base 16 or base 32; None where it is none of that length."""
    if length is None:
        return None
    try:
        if len(text) == 2 * length:
            return bytes.fromhex(text)
        found = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except (ValueError, binascii.Error):
        return None
    return found if len(found) == length else None
