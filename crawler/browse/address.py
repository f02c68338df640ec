"""What an address of the search asks for, and the addresses of its links. Pure.

Whatever stands in an address is read: what makes no sense is left out and told, never an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlencode

from crawler.errors import SettingError
from crawler.search.entry import FACETS
from crawler.search.filters import SORTS, Filters, filters_of
from crawler.search.query import Query, parse

PATH = "/"
PAGE_SIZE = 20
_ORDERS = {
    "relevance": "best first",
    "newest": "newest first",
    "oldest": "oldest first",
    "views": "most viewed first",
}
_MOST_VALUES = 20  # of a facet
_MOST_PAGES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address asks for.

    Attributes:
        query, filters: What is searched.
        sort: A name in `filters.SORTS`.
        page: From 1.
        since, until: As they were written.
        problem: Why a part of it was left out; empty where nothing was.
    """

    query: Query = field(default_factory=Query)
    filters: Filters = field(default_factory=Filters)
    sort: str = "newest"
    page: int = 1
    since: str = ""
    until: str = ""
    problem: str = ""

    @property
    def chosen_sort(self) -> str:
        """The order, where it is not the usual one: it stays while other words are searched for."""
        return "" if self.sort == _usual_sort(self.query) else self.sort

    def orders(self) -> list[tuple[str, str]]:
        """Give the orders that can be chosen, and their names; the usual one first, as an empty text."""
        usual = _usual_sort(self.query)
        others = [(name, words) for name, words in _ORDERS.items() if name not in (usual, "relevance")]
        return [("", _ORDERS[usual]), *others]

    def parameters(self, *, page: int = 1) -> list[tuple[str, str]]:
        """Give the address's parameters; those that say what holds anyway are left out."""
        labels = [(kind, value) for kind in FACETS for value in self.filters.labels.get(kind, ())]
        plain = [("q", self.query.text), ("since", self.since), ("until", self.until)]
        sort = [("sort", self.chosen_sort)] if self.chosen_sort else []
        number = [("page", str(page))] if page > 1 else []
        return [*(pair for pair in plain if pair[1]), *labels, *sort, *number]

    def link(self, *, page: int = 1, path: str = PATH) -> str:
        """Give the address of another page of the same hits, or of them in another form."""
        return _address(path, self.parameters(page=page))

    def toggled(self, kind: str, value: str) -> str:
        """Give the address with a facet's value added, or taken out where it is there."""
        values = list(self.filters.labels.get(kind, ()))
        if value in values:
            values.remove(value)
        else:
            values = [value] if kind in ("section", "month") else [*values, value]
        filters = replace(self.filters, labels={**self.filters.labels, kind: values})
        return replace(self, filters=filters).link()


def asked(parameters: Mapping[str, Sequence[str]], *, now: datetime) -> Asked:
    """Read an address's parameters.

    Args:
        parameters: Name -> its values.
        now: The moment from which days such as `7d` count back.
    """

    def last(name: str) -> str:
        return (parameters.get(name) or [""])[-1].strip()

    query = parse(last("q"))
    labels = {kind: _values(parameters.get(kind, ())) for kind in FACETS}
    since, until, problem = last("since"), last("until"), ""
    try:
        filters = filters_of(labels, since=since, until=until, now=now)
    except SettingError as error:
        filters, since, until, problem = Filters(labels=labels), "", "", str(error)
    sort = last("sort")
    return Asked(
        query=query,
        filters=filters,
        sort=sort if sort in SORTS else _usual_sort(query),
        page=_page(last("page")),
        since=since,
        until=until,
        problem=problem,
    )


def facet_link(kind: str, value: str) -> str:
    """Give the address of all articles that have a facet's value."""
    return _address(PATH, [(kind, value)])


def _values(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))[:_MOST_VALUES]


def _page(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
    return max(1, min(number, _MOST_PAGES))


def _usual_sort(query: Query) -> str:
    return "relevance" if query.terms else "newest"


def _address(path: str, parameters: Sequence[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(parameters)}" if parameters else path
