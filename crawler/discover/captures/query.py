"""The questions to a CDX server, as addresses. Pure.

Sources: pywb's CDXJ server API (Common Crawl's index server is pywb's), the Wayback CDX server's README. The
filters leave out what cannot be an article's whole page, so that the server sends less: pywb compares a field
that its lines do not have as empty, so the Wayback Machine's negated filters leave pywb's lines alone.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

PAPER_HOST = "baolangson.vn"
_NO_PAGES = "!mimetype:(image|video|audio|font|text/css|text/javascript|application/(?!xhtml)).*"
_NO_ANSWERS = "!statuscode:[1345].."


def scope_query(origin: str | None) -> dict[str, str]:
    """What is asked about: the paper with all its hosts, or a copy of it.

    >>> scope_query(None)
    {'url': 'baolangson.vn', 'matchType': 'domain'}
    >>> scope_query("http://127.0.0.1:8000")
    {'url': 'http://127.0.0.1:8000/', 'matchType': 'prefix'}
    """
    if origin is None:
        return {"url": PAPER_HOST, "matchType": "domain"}
    return {"url": f"{origin}/", "matchType": "prefix"}


def pages_query(api: str, origin: str | None) -> str:
    """Ask an index of Common Crawl how many pages it has of what is asked about."""
    return _with(api, {**_commoncrawl(origin), "showNumPages": "true"})


def page_query(api: str, origin: str | None, page: int) -> str:
    """Ask an index of Common Crawl for one of these pages, from 0."""
    return _with(api, {**_commoncrawl(origin), "page": str(page)})


def wayback_query(cdx: str, origin: str | None, *, limit: int, resume_key: str | None) -> str:
    """Ask the Wayback Machine, or pywb, for the next lines.

    Args:
        cdx: The address of the CDX server.
        origin: The copy of the paper, or None.
        limit: Lines, at most.
        resume_key: What the page before gave; None for the first one.
    """
    query = [*scope_query(origin).items(), ("output", "json")]
    query += [
        ("filter", _NO_ANSWERS),
        ("filter", _NO_PAGES),
        ("limit", str(limit)),
        ("showResumeKey", "true"),
    ]
    if resume_key is not None:
        query.append(("resumeKey", resume_key))
    return f"{cdx}{'&' if urlsplit(cdx).query else '?'}{urlencode(query)}"


def replay_address(replay: str, timestamp: str, url: str) -> str:
    """Where a raw replay gives a capture: the bytes as archived, without the archive's own frame.

    >>> replay_address("https://web.archive.org/web", "20240223080910", "http://baolangson.vn/a b?c")
    'https://web.archive.org/web/20240223080910id_/http://baolangson.vn/a%20b?c'
    """
    return f"{replay.rstrip('/')}/{timestamp}id_/{quote(url, safe=_PLAIN)}"


_PLAIN = "%:/?[]@!$&'()*+,;=-._~"  # RFC 3986, 2.2 and 2.3, without "#", behind which no server sees


def _commoncrawl(origin: str | None) -> dict[str, str]:
    return {**scope_query(origin), "output": "json", "filter": "=status:200"}


def _with(address: str, query: dict[str, str]) -> str:
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(query)}"
