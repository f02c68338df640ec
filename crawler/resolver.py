"""Names are looked up here for every connection: links, redirects, robots.txt and sitemaps alike.

An answer that is no public address is refused, and the address that was judged is the one that is
connected to, so a name cannot stand for one address while it is checked and for another afterwards.
Connections are made by IPv4, as Scrapy's own resolver makes them. Numbers in place of names come this way
too. Through a proxy names are looked up by the proxy: `HTTPPROXY_ENABLED` has to be off.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.fetch.address import connection_refusal, is_public

logger = logging.getLogger(__name__)

# Of the process, as Twisted's reactor and its resolver are: who crawls a copy adds the copy's host.
_origin_hosts: set[str] = set()
_refused: dict[str, str] = {}


def allow_origin(host: str) -> None:
    """Let a host given by `--origin` be of this machine or a private network.

    Args:
        host: A name or an IP address, in lower case.
    """
    _origin_hosts.add(host)


def refused_host(host: str) -> str | None:
    """Say why a host's address was refused; None where it was not."""
    return _refused.get(host)


class PublicAddressResolver(CachingThreadedResolver):
    """Scrapy's resolver, for `TWISTED_DNS_RESOLVER`; it refuses what is not public."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802
        """Look a name up.

        Returns:
            The IPv4 address to connect to. It ends with DNSLookupError where there is none or it is
            refused; `refused_host` then tells why.
        """
        return super().getHostByName(name, timeout).addCallback(_checked, name.lower())


def _checked(number: str, name: str) -> str:
    """Let an address through, or refuse it."""
    if reason := connection_refusal(name, number, origin_hosts=_origin_hosts):
        if _refused.get(name) != reason:  # a request is tried several times
            logger.warning("%s: it is not connected to", reason)
        _refused[name] = reason
        raise DNSLookupError(reason)
    _refused.pop(name, None)
    if is_public(number):
        # A copy that stood on the public network once does not move to this machine later.
        _origin_hosts.discard(name)
    return number
