"""Addresses of Báo Lạng Sơn: which are the paper's, which are articles, which number they carry.

The forms and their confidence are in the project's notes on the site: era 1 is WordPress
(``/<section>/[<sub>/]<id>-<slug>.html``, ``/?p=<id>``), era 2 has no section in its path
(``/<slug>-<7 digits>.html``). Article n of era 1 lives on in era 2 as 1,000,000 + n.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

from crawler.sites.base import ArticleAddress

HOSTS = frozenset({"baolangson.vn", "old.baolangson.vn"})

# Politics is not only under /chinh-tri: the sections seen in era 1 that carry political news. Photo
# pages and infographics are not among them: they are of every subject.
POLITICS_SECTIONS = (
    "chinh-tri",
    "chinh-tri/xay-dung-dang",
    "tieu-diem",
    "thong-bao",
    "trang-dia-phuong/huyen-bac-son",
    "bau-cu-dai-bieu-quoc-hoi-khoa-xv",
    "uncategorized/dong-gop-y-kien",
    "en/politics",
)
# Sections whose slug goes on in a way that is not known: an election's, the drafts of a congress.
_OPEN_ENDED = ("bau-cu-dai-bieu-quoc-hoi-khoa-xv", "uncategorized/dong-gop-y-kien")

_SLUG = r"[a-z0-9-]+"
_ERA1 = re.compile(rf"^/(?:(en)/)?({_SLUG})(?:/({_SLUG}))?/(\d{{3,6}})-{_SLUG}\.html$", re.ASCII)
_ERA2 = re.compile(rf"^/(?:(en)/)?{_SLUG}-(\d{{7}})\.html$", re.ASCII)
# Most links of a page are its menus': they are turned away before they are taken apart.
_MAY_BE_ARTICLE = re.compile(r"\.html|[?&]p=")
_LAST_NUMBER = re.compile(r"(?<!\d)(\d{3,})(?:-[^/]*)?(?:\.\w+)?/?$", re.ASCII)
_MIGRATED = range(1_000_000 + 1, 2_000_000)


def is_same_section(slug: str, known: str) -> bool:
    """Whether a slug is a known section's, also where only the beginning of that one's is known.

    >>> is_same_section("bau-cu-dai-bieu-quoc-hoi-khoa-xv-va-hdnd", "bau-cu-dai-bieu-quoc-hoi-khoa-xv")
    True
    >>> is_same_section("chinh-tri-quoc-te", "chinh-tri")
    False
    """
    return slug == known or (known in _OPEN_ENDED and slug.startswith(f"{known}-"))


def is_political(slug: str) -> bool:
    """Whether a section's slug is one of `POLITICS_SECTIONS`."""
    return any(is_same_section(slug, known) for known in POLITICS_SECTIONS)


@lru_cache(maxsize=4096)  # a page's links are asked about by the hundred, and again on the next page
def _host_port(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower().removesuffix(".")  # the root of all names may be written
        host = f"[{host}]" if ":" in host else host
        return f"{host}:{parts.port}" if parts.port else host
    except ValueError:  # a broken port or IPv6 literal
        return ""


def is_ours(url: str, *, origin: str | None = None) -> bool:
    """Whether the address is http(s) on the paper's hosts, or below `origin` where one is given.

    >>> is_ours("https://old.baolangson.vn/chinh-tri"), is_ours("https://baolangson.vn.evil.tld/")
    (True, False)
    """
    if not url.lower().startswith(("http://", "https://")):
        return False
    place = _host_port(url)
    if origin is not None and place == _host_port(origin):
        return True
    name, _, port = place.partition(":")
    return name in HOSTS and port in ("", "80", "443") and "@" not in urlsplit(url).netloc


def canonical(url: str, *, origin: str | None = None) -> str:
    """The address without query, fragment, port and capitals in the host; https on the paper's hosts.

    A copy (`origin`) keeps its scheme and port, so that demo data never looks like the paper's.
    """
    parts = urlsplit(url)
    place = _host_port(url)
    if origin is not None and place == _host_port(origin):
        return f"{parts.scheme.lower()}://{place}{parts.path or '/'}"
    name = place.partition(":")[0]
    scheme = "https" if name in HOSTS else parts.scheme.lower()
    return f"{scheme}://{name if name in HOSTS else place}{parts.path or '/'}"


def article_address(url: str, *, origin: str | None = None) -> ArticleAddress | None:
    """Take an article's address apart; None where the address is none of the paper's articles.

    >>> a = article_address("http://baolangson.vn/chinh-tri/531453-hoi-nghi.html?utm_source=x")
    >>> a.id, a.section, a.canonical
    ('531453', 'chinh-tri', 'https://baolangson.vn/chinh-tri/531453-hoi-nghi.html')
    >>> article_address("https://baolangson.vn/hoi-nghi-1531453.html").id
    '531453'
    """
    if not _MAY_BE_ARTICLE.search(url) or not is_ours(url, origin=origin):
        return None
    parts = urlsplit(url)
    whole = canonical(url, origin=origin)
    if match := _ERA1.match(parts.path):
        english, section, subsection, number = match.groups()
        language = "en" if english else "vi"
        return ArticleAddress(number, "era1", section, subsection, language, whole)
    if match := _ERA2.match(parts.path):
        english, number = match.groups()
        plain = int(number)
        key = str(plain - 1_000_000) if plain in _MIGRATED else number
        return ArticleAddress(key, "era2", None, None, "en" if english else "vi", whole)
    if parts.path in ("", "/"):
        short = parse_qs(parts.query).get("p", [""])[0]
        if re.fullmatch(r"\d{3,6}", short):
            return ArticleAddress(short, "era1", None, None, "vi", f"{whole}?p={short}")
    return None


def unknown_article_address(url: str) -> ArticleAddress | None:
    """Read an address of a paper we do not know: its id is the last number of its path.

    >>> unknown_article_address("https://example.vn/mot-bai-bao-4954454.html").id
    '4954454'
    """
    try:
        parts = urlsplit(url)
    except ValueError:  # no address at all
        return None
    match = _last_number(parts.path)
    if match is None or not _host_port(url):
        return None
    language = "en" if parts.path.startswith("/en/") else "vi"
    return ArticleAddress(match.group(1), "unknown", None, None, language, canonical(url))


def _last_number(path: str) -> re.Match[str] | None:
    """The number in the last step of a path; looked for in no other, which would take its square."""
    return _LAST_NUMBER.search(path, max(0, path.rfind("/", 0, -1)))


_PATH = re.compile(r"^\s*(?:https?:)?(?://[^/?#]*)?([^?#]*)", re.I)


def link_path(url: str) -> str:
    """The path of a link as printed on a page, relative or absolute; "" for a link within the page.

    Links are asked about by the hundred: this is much cheaper than taking the address apart.
    """
    match = _PATH.match(url)
    return match.group(1).strip() if match else ""


def link_number(path: str) -> str | None:
    """The article's number in the path of a link, as `article_address` gives it; None where there is none."""
    if match := _ERA1.match(path):
        return match.group(4)
    if match := _ERA2.match(path):
        plain = int(match.group(2))
        return str(plain - 1_000_000) if plain in _MIGRATED else match.group(2)
    last = _last_number(path)
    return last.group(1) if last else None


def link_kind(url: str) -> str:
    """What a link on a page leads to, by the form of its path only: "article" or "other".

    Used to tell related boxes from references, on any paper of the family.
    """
    path = link_path(url)
    if not path.endswith((".html", ".htm", ".vnp", ".chn")):  # most links: what is cheap comes first
        return "other"
    if _ERA1.match(path) or _ERA2.match(path) or _last_number(path):
        return "article"
    return "other"
