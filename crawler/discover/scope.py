"""Which hosts and sections a crawl may touch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from crawler.errors import SettingError
from crawler.sites.baolangson.urls import HOSTS, POLITICS_SECTIONS, is_political, is_same_section
from crawler.sites.base import ArticleAddress

PAPER = "https://baolangson.vn"
_PORTS = {"http": 80, "https": 443}
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
        place = _place(self.copy or "")
        return place is not None and (place[0] == "localhost" or _is_loopback(place[0]))

    def allows(self, url: str) -> bool:
        """Whether the address may be asked: http(s), an allowed host and port, no user name in it.

        >>> Scope().allows("https://old.baolangson.vn/chinh-tri"), Scope().allows("file:///etc/passwd")
        (True, False)
        """
        place = _place(url)
        if place is None:
            return False
        if self.copy is not None:
            return place == _place(self.copy)
        return place[0] in HOSTS and place[1] in _PORTS.values()


def parse_origin(origin: str | None) -> Scope:
    """Read the option `origin`: an address whose scheme, host and port the crawl is pointed at.

    Raises:
        SettingError: It is no http(s) address of a host.
    """
    if origin is None or not origin.strip():
        return Scope()
    place = _place(origin.strip())
    if place is None or not place[0]:
        raise SettingError(f"origin: {origin!r} is no address; give one like http://127.0.0.1:8000")
    parts = urlsplit(origin.strip())
    base = f"{parts.scheme.lower()}://{parts.netloc.lower()}"
    return Scope(base) if place[0] in HOSTS else Scope(base, copy=base)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _place(url: str) -> tuple[str, int] | None:
    """Host and port of an http(s) address; None for anything else."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or "@" in parts.netloc or not parts.hostname:
        return None
    return parts.hostname, port if port is not None else _PORTS[scheme]


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
