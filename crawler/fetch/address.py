"""Where a request may go: which host an address names, and which numbers a name may stand for. Pure.

An address is read strictly, for different readers take odd ones apart differently, and the one that
checks is not the one that connects. What is not written plainly is refused, not repaired:

- scheme ``http`` or ``https``, ``//``, a host, perhaps a port: nothing else before the path; no user
  name, percent sign, backslash, blank, control character or letter beyond ASCII (RFC 3986, section 3.2);
- a name of letters, digits, ``-`` and ``.``, no dot at its end, its last part not a number;
- an IPv4 address in four decimal parts or an IPv6 address in brackets, each in its one usual form: what
  C's ``inet_aton`` or a browser would make of ``127.1``, ``0x7f000001`` or ``017700000001`` is refused;
- a port in digits, without zeros before it.

Of such an address Python's urllib, w3lib and Twisted name the same host and port (a test holds them to it).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

PORTS: Final = {"http": 80, "https": 443}
_MAX_LENGTH = 2048  # of an address: longer ones are nobody's article, and cost time wherever they are read

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PARTS = re.compile(r"(https?)://([^/?#]*)", re.IGNORECASE)
_AUTHORITY = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::([1-9][0-9]{0,4}))?", re.ASCII)
_LABEL = r"(?!-)[a-z0-9_-]{1,63}(?<!-)"
_NAME = re.compile(rf"(?:{_LABEL}\.)*{_LABEL}", re.ASCII)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)

# Addresses of one's own machine and network, as far as a copy of the paper may stand there.
_NEAR = tuple(
    ip_network(net)
    for net in "127.0.0.0/8 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 ::1/128 fc00::/7".split()
)
# Ways to write an IPv4 address in IPv6, by which a gateway leads on to it, and what the public may not be
# asked at although Python's table or an older one of it calls it global.
_NEVER = tuple(
    ip_network(net)
    for net in (
        "0.0.0.0/8 100.64.0.0/10 192.0.0.0/24 192.88.99.0/24 198.18.0.0/15 224.0.0.0/4 240.0.0.0/4 "
        "::/96 ::ffff:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2002::/16 fec0::/10 ff00::/8"
    ).split()
)


class AddressError(ValueError):
    """The address is not asked; the message says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """Whom an address names: scheme, host in lower case (an IPv6 address without brackets), port."""

    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """Scheme, host and port as they begin an address; the scheme's own port is left out.

        >>> Place("http", "::1", 8000).origin
        'http://[::1]:8000'
        """
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"


def place_of(url: str) -> Place:
    """Read whom an address names.

    >>> place_of("https://BaoLangSon.vn/chinh-tri")
    Place(scheme='https', host='baolangson.vn', port=443)

    Raises:
        AddressError: It is no plainly written http(s) address.
    """
    if len(url) > _MAX_LENGTH:
        raise AddressError(f"the address has {len(url)} characters; none is asked beyond {_MAX_LENGTH}")
    if _CONTROL.search(url):
        raise AddressError("there is a control character in it")
    parts = _PARTS.match(url)
    if parts is None:
        raise AddressError("it does not begin with http:// or https://")
    scheme, authority = parts[1].lower(), parts[2].lower()
    if "@" in authority:
        raise AddressError("there is a user name before its host")
    match = _AUTHORITY.fullmatch(authority)
    if match is None or not authority.isascii():
        raise AddressError("its host or port is not written plainly")
    host, port = _host(match[1]), int(match[2] or PORTS[scheme])
    if port > 65535:
        raise AddressError(f"there is no port {port}")
    return Place(scheme, host, port)


def is_literal(host: str) -> bool:
    """Whether a host is given as a number, not by name."""
    return _literal(host) is not None


def is_public(number: str) -> bool:
    """Whether an IP address is one of the public network, whichever way it is written down.

    >>> is_public("203.162.4.190"), is_public("169.254.169.254"), is_public("::ffff:8.8.8.8")
    (True, False, False)
    """
    address = _literal(number)
    return address is not None and address.is_global and not any(address in net for net in _NEVER)


def is_near(number: str) -> bool:
    """Whether an IP address is of this machine or a private network: a copy of the paper may stand there.

    >>> is_near("127.0.0.1"), is_near("192.168.1.7"), is_near("169.254.169.254"), is_near("0.0.0.0")
    (True, True, False, False)
    """
    address = _literal(number)
    return address is not None and any(address in net for net in _NEAR)


def connection_refusal(host: str, number: str, *, origin_hosts: frozenset[str] | set[str]) -> str | None:
    """Say why a host must not be connected to at an IP address; None where it may.

    Args:
        host: The name that was looked up.
        number: What it stands for: the very address that would be connected to.
        origin_hosts: Hosts given by `--origin`: they alone may be of this machine or a private network.
    """
    if is_public(number) or (host in origin_hosts and is_near(number)):
        return None
    if is_near(number):
        return f"{host} stands for {number}, an address of this machine or a private network"
    return f"{host} stands for {number}, which is no public address"


def _host(text: str) -> str:
    if text.startswith("["):
        address = _literal(text[1:-1])
        if not isinstance(address, IPv6Address) or str(address) != text[1:-1]:
            raise AddressError("its IPv6 address is not written in the usual form")
        return str(address)
    if _literal(text) is not None:
        return text
    if not _NAME.fullmatch(text) or len(text) > 253:
        raise AddressError("its host is no name")
    if _NUMBER.fullmatch(text.rpartition(".")[2]):
        raise AddressError("its host is a number in an unusual form")
    return text


def _literal(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return None if "%" in text else ip_address(text)
    except ValueError:
        return None
