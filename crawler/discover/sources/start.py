"""Where each source of addresses begins."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.discover.sources.rest import categories_address
from crawler.discover.sources.search import search_address

SOURCES = ("feed", "sitemap", "rest", "search")
# Where WordPress (core and Yoast), era 2's family and most others keep the map of the site.
_SITEMAPS = ("/wp-sitemap.xml", "/sitemap_index.xml", "/sitemap.xml", "/news-sitemap.xml")
# Words that political articles hold, one for each section that has a name of its own.
WORDS_OF_SECTIONS = {
    "chinh-tri": "Tỉnh ủy",
    "chinh-tri/xay-dung-dang": "xây dựng Đảng",
    "trang-dia-phuong/huyen-bac-son": "huyện Bắc Sơn",
    "bau-cu-dai-bieu-quoc-hoi-khoa-xv": "bầu cử đại biểu Quốc hội",
    "uncategorized/dong-gop-y-kien": "dự thảo văn kiện",
}


def first_addresses(
    name: str,
    base: str,
    sections: Sequence[str] = (),
    *,
    words: Sequence[str] = (),
) -> tuple[str, ...]:
    """Give the addresses at which a source may begin, the likeliest first; several may answer.

    Args:
        name: "feed", "sitemap", "rest" or "search". "sitemap" begins with robots.txt, whose
            ``Sitemap:`` lines `sitemap.parse_sitemap` reads.
        base: Scheme and host: `Scope.base`.
        sections: Slugs of the wanted sections; empty: the whole paper.
        words: What to search for; words of the sections where empty.

    Raises:
        KeyError: There is no such source.
    """
    root = base.rstrip("/")
    if name == "feed":
        return _feeds(root, sections)
    if name == "sitemap":
        return (f"{root}/robots.txt", *(root + path for path in _SITEMAPS))
    if name == "rest":
        return (categories_address(root),)
    if name == "search":
        return tuple(search_address(root, text) for text in words or _words(sections))
    raise KeyError(name)


def _feeds(root: str, sections: Sequence[str]) -> tuple[str, ...]:
    """The whole paper's feeds (WordPress, era 2's family), then WordPress's of each section."""
    return (f"{root}/feed/", f"{root}/rss/home.rss", *(f"{root}/{name}/feed/" for name in sections))


def _words(sections: Sequence[str]) -> tuple[str, ...]:
    """What to search for: the printed names of the sections, as far as they are known."""
    names = [WORDS_OF_SECTIONS[name] for name in sections if name in WORDS_OF_SECTIONS]
    return tuple(dict.fromkeys(names)) or tuple(WORDS_OF_SECTIONS.values())
