"""Where an archive is asked: two addresses, from the command line, the environment, or the archive's own."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.discover.captures.capture import Archive
from crawler.errors import SettingError
from crawler.fetch.address import AddressError, is_literal, is_near, is_public, place_of

# archive -> (its public address, the variable that replaces it) of the index and of the data.
_KNOWN: Mapping[Archive, tuple[tuple[str, str], tuple[str, str]]] = {
    "commoncrawl": (
        ("https://index.commoncrawl.org", "LANGSON_COMMONCRAWL_INDEX"),
        ("https://data.commoncrawl.org", "LANGSON_COMMONCRAWL_DATA"),
    ),
    "wayback": (
        ("https://web.archive.org/cdx/search/cdx", "LANGSON_WAYBACK_CDX"),
        ("https://web.archive.org/web", "LANGSON_WAYBACK_REPLAY"),
    ),
}
# Seconds between two requests: the Internet Archive turns who asks more often away for an hour.
_PAUSE: Mapping[Archive, float] = {"commoncrawl": 1.0, "wayback": 4.0}

_OPTIONS = ("--cdx", "--replay")


@dataclass(frozen=True, slots=True)
class Endpoints:
    """An archive's addresses.

    Attributes:
        archive: Which.
        index: Of its index: Common Crawl's index server, or the CDX server itself.
        data: Below which its records or replays lie.
    """

    archive: Archive
    index: str
    data: str

    @property
    def origins(self) -> frozenset[str]:
        """Scheme, host and port of both: nothing else is asked."""
        return frozenset({place_of(self.index).origin, place_of(self.data).origin})

    @property
    def near_hosts(self) -> frozenset[str]:
        """The hosts that the settings themselves put on this machine or a private network, by number."""
        hosts = {place_of(address).host for address in (self.index, self.data)}
        return frozenset(host for host in hosts if host == "localhost" or is_near(host))

    def is_local(self) -> bool:
        """Whether only this machine is asked, whom it can disturb no one by."""
        hosts = {place_of(address).host for address in (self.index, self.data)}
        return all(host == "localhost" or host.startswith("127.") or host == "::1" for host in hosts)

    @property
    def pause(self) -> float:
        """Least seconds between two requests; none for an archive on this machine."""
        return 0.0 if self.is_local() else _PAUSE[self.archive]


def endpoints(
    archive: Archive, index: str | None, data: str | None, environment: Mapping[str, str] = os.environ
) -> Endpoints:
    """Give an archive's addresses: as named, else as the environment says, else its public ones.

    Raises:
        SettingError: An address cannot be used.
    """
    named = [
        _checked(given or environment.get(variable, "") or known, option if given else variable)
        for given, option, (known, variable) in zip((index, data), _OPTIONS, _KNOWN[archive], strict=True)
    ]
    return Endpoints(archive, *named)


def _checked(address: str, name: str) -> str:
    given = address.strip().rstrip("/")
    try:
        host = place_of(given).host
    except AddressError as error:
        raise SettingError(f"{name}: {given!r} is no address ({error})") from None
    if is_literal(host) and not (is_public(host) or is_near(host)):
        raise SettingError(f"{name}: {host} cannot be asked; give a name or a public or local address")
    if urlsplit(given).fragment:
        raise SettingError(f"{name}: {given!r} ends in a fragment, which no server sees; leave it out")
    return given
