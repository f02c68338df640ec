"""The path patterns of robots.txt: their normal form, and whether one matches. Pure.

Source: RFC 9309, sections 2.2.2 and 2.2.3. A rule and an address are brought into the same form of
percent-encoding and then compared byte by byte:

- octets beyond ASCII are encoded (``é`` and ``%C3%A9`` are the same), hexadecimal digits are capitals;
- encoded letters, digits and ``-._~`` are decoded (``%7E`` is ``~``);
- other encoded octets stay as they are: ``%2F`` is no ``/``;
- ``*`` and ``$`` of an address, and a ``$`` within a rule, are literal: ``%2A``, ``%24``.

Nothing else is equal: case counts, and a Vietnamese letter in NFC is another than in NFD.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEPT = _UNRESERVED | frozenset(b":/?#[]@!&'()+,;=%*$")
# An encoded octet, or an octet that may not stand in an address as it is.
_CODED = re.compile(rb"%([0-9A-Fa-f]{2})|([^" + re.escape(bytes(sorted(_KEPT))) + rb"])")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A rule's path, cut at its stars.

    Attributes:
        pieces: What has to follow each other; the first stands at the path's beginning.
        to_the_end: Whether the last piece ends the path (``$``).
        length: Octets of the pattern; the longest that matches decides.
    """

    pieces: tuple[bytes, ...]
    to_the_end: bool
    length: int

    def matches(self, path: bytes) -> bool:
        """Whether the pattern matches a path in normal form. Linear in the lengths of both.

        Taking the first place for each piece is enough: what follows can only be farther on.
        """
        first, *later = self.pieces
        if not path.startswith(first):
            return False
        if not later:
            return not self.to_the_end or len(path) == len(first)
        at = len(first)
        last = later.pop() if self.to_the_end else b""
        for piece in later:
            found = path.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece)
        return not self.to_the_end or (path.endswith(last) and len(path) - len(last) >= at)


def read_pattern(text: bytes) -> Pattern:
    """Read the value of an Allow or Disallow line.

    >>> read_pattern(b"/*.pdf$").matches(b"/a/b.pdf"), read_pattern(b"/*.pdf$").matches(b"/a/b.pdf?c")
    (True, False)
    """
    to_the_end = text.endswith(b"$")
    body = _normal(text[:-1] if to_the_end else text).replace(b"$", b"%24")
    pieces = tuple(re.sub(rb"\*+", b"*", body).split(b"*"))
    return Pattern(pieces, to_the_end, len(body) + to_the_end)


def normal_path(url_path: str) -> bytes:
    """Give path and query of an address in the form that patterns are compared with.

    >>> normal_path("/chính-trị?p=%7e"), normal_path("?p=1*")
    (b'/ch%C3%ADnh-tr%E1%BB%8B?p=~', b'/?p=1%2A')
    """
    path = _normal(url_path.partition("#")[0].encode("utf-8", "surrogatepass"))
    path = path.replace(b"*", b"%2A").replace(b"$", b"%24")
    return path if path.startswith(b"/") else b"/" + path


def _normal(text: bytes) -> bytes:
    return _CODED.sub(_one_octet, text)


def _one_octet(match: re.Match[bytes]) -> bytes:
    octet = int(match[1], 16) if match[1] else match[2][0]
    return bytes((octet,)) if octet in _UNRESERVED else b"%%%02X" % octet
