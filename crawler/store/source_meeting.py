"""What a page of a source does to the state: sightings, new articles that wait. Crawl and replay ask here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawler.discover.goal import Goal
from crawler.discover.source_walk import is_of_section, wants
from crawler.discover.sources.found import SourceLink
from crawler.report.outcomes import FILTERED, Outcome
from crawler.sites.baolangson.listing import Listing, ListingLink
from crawler.store.meeting import Met, meet
from crawler.store.records import address_key
from crawler.store.sightings import LISTING_SOURCE, Sighting, Sightings, section_of
from crawler.store.state import State

ARTICLE_PRIORITY = 10  # before the next page: few addresses wait
SEPARATOR = "/"
NUMBER = "ids"  # form of an article whose number was tried: no source has shown it
NO_SUCH_NUMBER = Outcome(FILTERED, "no-such-number", "the paper has no article of that number")


@dataclass(slots=True)
class Taken:
    """What a source's page came to, as keys of articles.

    Attributes:
        links: Its articles.
        news: Those that were not seen by a moment, see `take_in`.
        waiting: Those that now wait to be asked for -> their address.
        elsewhere: New ones whose address names a section that is not wanted -> why.
    """

    links: dict[str, SourceLink]
    news: set[str]
    waiting: dict[str, str] = field(default_factory=dict)
    elsewhere: dict[str, str] = field(default_factory=dict)


def take_in(
    state: State,
    links: Iterable[SourceLink],
    goal: Goal,
    *,
    source: str,
    seen_at: str,
    settled: str = "",
    priority: Callable[[SourceLink], int] = lambda link: ARTICLE_PRIORITY,
) -> Taken:
    """Take in the articles that a page of a source shows, within one transaction.

    Args:
        state: The state.
        links: The articles.
        goal: What the source is read for; an article that it rules out is seen, not asked for.
        source: The source's name.
        seen_at: When, ISO 8601.
        settled: What the source had shown by this moment is no news; empty: all of it is.
        priority: Gives the priority of an article that now waits.
    """
    found = {address_key(link.address): link for link in links}
    sightings = Sightings(state.database)
    known = sightings.seen_by(source, found, settled) if settled else set()
    taken = Taken(found, found.keys() - known)
    groups: dict[int, dict[str, ListingLink]] = {}
    for key, link in found.items():
        if wants(goal, link):
            shown = ListingLink(link.address, main=is_of_section(goal, link), also=link.also)
            groups.setdefault(priority(link), {})[key] = shown
    with state.transaction():
        rows = (Sighting(key, x.address.canonical, x.day, x.section or "") for key, x in found.items())
        sightings.note(source, rows, seen_at=seen_at)
        for number, group in groups.items():
            met = meet(state, group, goal, found_at=seen_at, priority=number)
            taken.elsewhere |= met.elsewhere
            for key in met.waiting:
                before = met.known.get(key)
                taken.waiting[key] = before.url if before else found[key].address.canonical
    return taken


def take_in_listing(
    state: State, listing: Listing, start: str, goal: Goal, *, seen_at: str, priority: int = ARTICLE_PRIORITY
) -> tuple[dict[str, ListingLink], Met]:
    """Take in the articles that a page of a listing shows; those of its main list are sightings.

    Args:
        start: The listing's first page, whose path names its section.
    """
    links = {address_key(link.address): link for link in listing.articles}
    with state.transaction():
        note_main(state, links, start, seen_at)
        return links, meet(state, links, goal, found_at=seen_at, priority=priority)


def note_main(state: State, links: Mapping[str, ListingLink], start: str, seen_at: str) -> None:
    """Note the sightings of a listing: of its main list only, for boxes show what stands elsewhere too."""
    section = section_of(start)
    seen = [Sighting(k, x.address.canonical, section=section) for k, x in links.items() if x.main]
    Sightings(state.database).note(LISTING_SOURCE, seen, seen_at=seen_at)


def form_of(source: str, section: str | None) -> str:
    """How the frontier calls a page of a source that is read for a section.

    >>> form_of("rest", "chinh-tri/xay-dung-dang"), source_of("rest/chinh-tri/xay-dung-dang")
    ('rest/chinh-tri/xay-dung-dang', ('rest', 'chinh-tri/xay-dung-dang'))
    """
    return f"{source}{SEPARATOR}{section}" if section else source


def source_of(form: str) -> tuple[str, str | None]:
    """Take apart what `form_of` gave."""
    source, _, section = form.partition(SEPARATOR)
    return source, section or None


def names_no_article(url: str) -> bool:
    """Whether a number's short link has led to no article's own address: the site does not know it.

    >>> names_no_article("https://baolangson.vn/?p=531453"), names_no_article("https://baolangson.vn/")
    (True, True)
    """
    return ".html" not in urlsplit(url).path
