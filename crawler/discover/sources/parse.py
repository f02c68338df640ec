"""The one way into every source's parser, by the source's name."""

from __future__ import annotations

from crawler.discover.sources.feed import parse_feed
from crawler.discover.sources.found import Question, SourcePage
from crawler.discover.sources.rest import parse_rest
from crawler.discover.sources.search import parse_search
from crawler.discover.sources.sitemap import parse_sitemap

PARSERS = {"feed": parse_feed, "sitemap": parse_sitemap, "rest": parse_rest, "search": parse_search}


def parse_source(name: str, body: bytes, url: str, question: Question | None = None) -> SourcePage:
    """Read one answer of a source: a few milliseconds for a real one, seconds for a hostile one.

    An answer of many megabytes made to be slow takes longer: call it where a reader can be ended
    (`crawler.workers`).

    Args:
        name: "feed", "sitemap", "rest" or "search".
        body: The answer's bytes, of which at most 8 MiB are read (50 MiB of a sitemap).
        url: Its address, after redirects.
        question: What was asked for; the paper itself, all sections, all days where None.

    Raises:
        NotSourceError: The bytes are another thing than the source's answer.
    """
    return PARSERS[name](body, url, question or Question())
