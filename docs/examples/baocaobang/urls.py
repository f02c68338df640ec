"""Addresses of Báo Cao Bằng, as public links show them: what a second `sites/<paper>/urls.py` begins with.

>>> article_address("https://baocaobang.vn/hoi-thi-dau-hot-3161421.html").id
'3161421'
>>> article_address("https://baocaobang.vn/Huong-vi-pho-chua-38371.html").layout
'old'
>>> article_address("https://baocaobang.vn/chinh-tri") is None
True
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.sites.base import ArticleAddress

HOSTS = frozenset({"baocaobang.vn", "www.baocaobang.vn"})
POLITICS_SECTIONS = ("chinh-tri",)

_NEW = re.compile(r"^/(?:(en)/)?[a-z0-9-]+-(\d{7})\.html$", re.ASCII)
# Seen once, with capitals; whether article n is 3,000,000 + n today is not known: two records then.
_OLD = re.compile(r"^/(?:(en)/)?[A-Za-z0-9-]+-(\d{4,6})\.html$", re.ASCII)


def is_ours(url: str) -> bool:
    """Whether the address is http(s) on the paper's hosts."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # a broken port or IPv6 literal
        return False
    plain = parts.username is None and port in (None, 80, 443)
    return parts.scheme in ("http", "https") and plain and parts.hostname in HOSTS


def article_address(url: str) -> ArticleAddress | None:
    """Take an article's address apart; None where it is none of the paper's articles."""
    path = urlsplit(url).path if is_ours(url) else ""
    for layout, form in (("new", _NEW), ("old", _OLD)):
        if match := form.match(path):
            language = "en" if match[1] else "vi"
            return ArticleAddress(match[2], layout, None, None, language, f"https://baocaobang.vn{path}")
    return None
