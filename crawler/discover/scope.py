"""Which hosts and sections a crawl may touch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from crawler.errors import SettingError
from crawler.fetch.address import PORTS, AddressError, is_literal, is_near, is_public, place_of
from crawler.sites.baolangson.urls import HOSTS, POLITICS_SECTIONS, is_political, is_same_section
from crawler.sites.base import ArticleAddress

PAPER = "https://baolangson.vn"
# A politics article of the English edition carries the English slug of its section.
_ENGLISH = {"politics": "chinh-tri"}


@dataclass(frozen=True, slots=True)
class Scope:
    """The hosts that a crawl may ask, and where it starts.

    Attributes:
        base: Scheme and host under which listings are asked for.
        copy: `base` where it is a copy of the paper (the replica, a mirror), else None. A crawl of
            a copy never touches the paper's own hosts, and a crawl of the paper never a copy.
    """

    base: str = PAPER
    copy: str | None = None

    def is_local(self) -> bool:
        """Whether the crawl asks a copy on this machine, whom it can disturb no one by."""
        if self.copy is None:
            return False
        host = place_of(self.copy).host
        return host == "localhost" or (is_literal(host) and ip_address(host).is_loopback)

    def allows(self, url: str) -> bool:
        """Whether the address may be asked: http(s), an allowed host and port, no user name in it.

        >>> Scope().allows("https://old.baolangson.vn/chinh-tri"), Scope().allows("file:///etc/passwd")
        (True, False)
        """
        return self.refusal(url) is None

    def refusal(self, url: str) -> str | None:
        """Say why an address may not be asked; None where it may. See `crawler.fetch.address`.

        >>> Scope().refusal("https://baolangson.vn:22/")
        'port 22 is asked nowhere (80 and 443 are)'
        """
        try:
            place = place_of(url)
        except AddressError as error:
            return str(error)
        if self.copy is not None:
            own = place_of(self.copy)
            same = (place.host, place.port) == (own.host, own.port)
            return None if same else f"only {self.copy} is asked"
        if place.host not in HOSTS:
            return f"its host is none of {', '.join(sorted(HOSTS))}"
        if place.port not in PORTS.values():
            return f"port {place.port} is asked nowhere (80 and 443 are)"
        return None


def parse_origin(origin: str | None) -> Scope:
    """Read the option `origin`: an address whose scheme, host and port the crawl is pointed at.

    Raises:
        SettingError: It is no http(s) address of a host, or says more than that.
    """
    if origin is None or not origin.strip():
        return Scope()
    given = origin.strip()
    try:
        place = place_of(given)
    except AddressError as error:
        message = f"origin: {given!r} is no address ({error}); give one like http://127.0.0.1:8000"
        raise SettingError(message) from None
    parts = urlsplit(given)
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise SettingError(f"origin: {given!r} names more than a host and its port; give {place.origin}")
    if ":" in place.host or (is_literal(place.host) and not (is_near(place.host) or is_public(place.host))):
        message = f"origin: {place.host} cannot be crawled"
        raise SettingError(f"{message}; serve the copy at a name or an IPv4 address such as 127.0.0.1")
    return Scope(place.origin) if place.host in HOSTS else Scope(place.origin, copy=place.origin)


def parse_sections(sections: str | Iterable[str] | None) -> tuple[str, ...]:
    """Read the option `section`: slugs such as ``chinh-tri`` or ``chinh-tri/xay-dung-dang``.

    Raises:
        SettingError: A section is not among the politics sections; the message lists them.
    """
    given = [sections] if isinstance(sections, str) else list(sections or ())
    slugs = (slug.strip().strip("/") for text in given for slug in text.split(","))
    names = tuple(dict.fromkeys(slug for slug in slugs if slug))
    unknown = [name for name in names if not is_political(name)]
    if unknown:
        known = ", ".join(POLITICS_SECTIONS)
        raise SettingError(f"unknown section {', '.join(unknown)}; known: {known}")
    return names or POLITICS_SECTIONS


def parse_listings(addresses: str, scope: Scope) -> dict[str, str]:
    """Read the option `from_listing`: listings' addresses, each with the section that its path names.

    >>> parse_listings("https://baolangson.vn/chinh-tri/page/3/", Scope())
    {'https://baolangson.vn/chinh-tri/page/3/': 'chinh-tri'}

    Raises:
        SettingError: An address is outside the scope, or names no section.
    """
    found = {}
    for url in addresses.replace(",", " ").split():
        section = urlsplit(url).path.partition("/page/")[0].strip("/") if scope.allows(url) else ""
        if not section or section.endswith(".html"):
            raise SettingError(f"from_listing: {url!r} is no listing of {scope.base}")
        found[url] = section
    return found


def in_sections(section: str | None, subsection: str | None, wanted: Sequence[str]) -> bool:
    """Whether a section and subsection lie in one of the wanted ones.

    >>> in_sections("chinh-tri", "xay-dung-dang", ["chinh-tri"]), in_sections("the-thao", None, ["chinh-tri"])
    (True, False)
    """
    if section is None:
        return False
    names = {section, f"en/{section}", _ENGLISH.get(section, section)}
    if subsection is not None:
        names |= {f"{name}/{subsection}" for name in names}
    return any(is_same_section(name, known) for name in names for known in wanted)


def address_is_elsewhere(address: ArticleAddress, wanted: Sequence[str]) -> bool:
    """Whether the address alone shows that the article is of another section (era 1 only).

    An address of era 2 or a short link names no section: the page has to be asked.
    """
    return address.section is not None and not in_sections(address.section, address.subsection, wanted)
