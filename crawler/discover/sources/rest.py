"""WordPress's REST interface: ``/wp-json/wp/v2/categories`` leads to ``/wp-json/wp/v2/posts``.

One list of posts a category, newest first (developer.wordpress.org/rest-api/reference/posts): its
``categories=`` does not include their children, ``after=`` and ``before=`` are strict.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from crawler.discover.scope import in_sections
from crawler.discover.sources.collect import MAX_BYTES, Entry, article_links, machine_day
from crawler.discover.sources.found import Question, SourcePage, SourcePart
from crawler.discover.window import Window
from crawler.errors import NotSourceError
from crawler.extract.addresses import joined
from crawler.sites.baolangson.paging import page_number, with_query_page
from crawler.sites.baolangson.urls import is_ours

PER_PAGE = 100  # the most that WordPress gives
_POSTS = "/wp-json/wp/v2/posts"
_CATEGORIES = "/wp-json/wp/v2/categories"
_CATEGORY_BASE = re.compile(r"^/(?:category/)?")
_PAST_THE_END = "rest_post_invalid_page_number"
_MARGIN = timedelta(days=1)  # the site's clock need not be Vietnam's; the window itself is held later


@dataclass(frozen=True, slots=True)
class Category:
    """A category of WordPress; `path` as in addresses: ``chinh-tri/xay-dung-dang``."""

    id: int
    path: str
    count: int | None


def categories_address(base: str) -> str:
    """Where the interface begins: the list of categories, without their descriptions."""
    fields = "id,slug,parent,count,link"
    return f"{base.rstrip('/')}{_CATEGORIES}?per_page={PER_PAGE}&page=1&_fields={fields}"


def posts_address(base: str, category: int | None, window: Window | None = None) -> str:
    """The first page of a category's posts (of all where None) within a window of days.

    >>> posts_address("https://baolangson.vn", 58).partition("?")[2]
    'categories=58&per_page=100&page=1&orderby=date&order=desc&_fields=id%2Cdate%2Clink%2Ccategories'
    """
    query: dict[str, Any] = {} if category is None else {"categories": category}
    query |= {"per_page": PER_PAGE, "page": 1, "orderby": "date", "order": "desc"}
    query |= {name: text for name, text in _days(window or Window()).items() if text}
    return f"{base.rstrip('/')}{_POSTS}?{urlencode({**query, '_fields': 'id,date,link,categories'})}"


def _days(window: Window) -> dict[str, str | None]:
    return {"after": _shifted(window.since, -_MARGIN), "before": _shifted(window.before, _MARGIN)}


def _shifted(moment: datetime | None, step: timedelta) -> str | None:
    try:
        return f"{moment + step:%Y-%m-%dT%H:%M:%S}" if moment else None
    except OverflowError:  # the calendar's first or last day
        return None


def parse_rest(body: bytes, url: str, question: Question) -> SourcePage:
    """Read an answer of the interface: categories or posts, as the address asked.

    Args:
        body: The answer.
        url: Its address.
        question: What was asked for; `headers` with ``X-WP-Total`` and ``X-WP-TotalPages``.

    Returns:
        Of categories: a part for each category of the wanted sections, then the next page. Of posts:
        the articles with their days, and the next page where there is one.

    Raises:
        NotSourceError: No JSON, or WordPress's refusal (an object with ``code`` and ``message``).
    """
    answer = _answer(body, url)
    if answer is None:
        return SourcePage()
    if "/categories" in urlsplit(url).path + urlsplit(url).query.partition("&")[0]:
        return _category_parts(answer, url, question)
    entries = [_post(item, question.section) for item in answer[:PER_PAGE] if isinstance(item, dict)]
    links, strangers = article_links(entries, url, question.origin)
    total = _header_number(question, "x-wp-total")
    return SourcePage(links, _next_page(len(answer), url, question), total, strangers)


def _answer(body: bytes, url: str) -> list[Any] | None:
    """The answer's list; None past the last page."""
    try:
        answer = (
            json.loads(body[:MAX_BYTES].decode("utf-8-sig", "replace")) if len(body) <= MAX_BYTES else None
        )
    except (ValueError, RecursionError):
        answer = None
    if isinstance(answer, list):
        return answer
    code = answer.get("code") if isinstance(answer, dict) else None
    if code == _PAST_THE_END:
        return None
    said = f"refused ({str(code)[:60]})" if isinstance(code, str) else "no list in JSON"
    raise NotSourceError(url, f"not WordPress's REST interface: {said}; ask for another source")


def _post(item: dict[str, Any], section: str | None) -> Entry:
    link, date = item.get("link"), item.get("date")
    day = machine_day(date) if isinstance(date, str) else None
    return Entry(link if isinstance(link, str) else "", day, day is not None, section)


def _next_page(count: int, url: str, question: Question) -> tuple[SourcePart, ...]:
    """A full page leads on whatever the header says: past the end WordPress says so."""
    page, size = page_number(url), _size(url)
    pages = _header_number(question, "x-wp-totalpages") or 0
    if not count or not (page < pages or count >= size):
        return ()
    return (SourcePart(with_query_page(url, page + 1), "page", section=question.section),)


def _size(url: str) -> int:
    text = parse_qs(urlsplit(url).query).get("per_page", ["10"])[0]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 10


def _header_number(question: Question, name: str) -> int | None:
    text = next((value for key, value in question.headers.items() if key.lower() == name), "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


# --- categories -----------------------------------------------------------------------------------


def _category_parts(answer: list[Any], url: str, question: Question) -> SourcePage:
    found = categories(answer, url, question.origin)
    wanted = [one for one in found if one.count != 0 and _is_wanted(one.path, question.sections)]
    base = urljoin(url, "/")
    parts = [
        SourcePart(posts_address(base, one.id, question.window), "part", section=one.path) for one in wanted
    ]
    further = _next_page(len(answer), url, question)
    return SourcePage(parts=(*further, *parts), strangers=len(answer) - len(wanted))


def categories(answer: Sequence[Any], url: str, origin: str | None = None) -> tuple[Category, ...]:
    """Read WordPress's categories; the path is that of their link, else put together from parents."""
    items = {
        item["id"]: item
        for item in answer[:PER_PAGE]
        if isinstance(item, dict) and type(item.get("id")) is int and isinstance(item.get("slug"), str)
    }
    return tuple(
        Category(
            number,
            _path(item, items, url, origin),
            count if type(count := item.get("count")) is int else None,
        )
        for number, item in items.items()
    )


def _path(item: dict[str, Any], items: dict[int, dict[str, Any]], url: str, origin: str | None) -> str:
    link = item.get("link")
    whole = joined(url, link) if isinstance(link, str) else None
    if whole is not None and is_ours(whole, origin=origin):
        path = _CATEGORY_BASE.sub("", urlsplit(whole).path).strip("/")
        if path.endswith(item["slug"]):
            return path
    steps, parent = [item["slug"]], items.get(item.get("parent") or 0)
    while parent is not None and parent["slug"] not in steps:
        steps.insert(0, parent["slug"])
        parent = items.get(parent.get("parent") or 0)
    return "/".join(steps)


def _is_wanted(path: str, sections: Sequence[str]) -> bool:
    """Whether a category is one of the sections or lies in one.

    >>> _is_wanted("chinh-tri/xay-dung-dang", ["chinh-tri"]), _is_wanted("en/politics", ["chinh-tri"])
    (True, True)
    """
    first, _, rest = path.removeprefix("en/").partition("/")
    return not sections or in_sections(first, rest or None, sections)
