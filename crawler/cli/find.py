"""`langson find`: full-text search in the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer

from crawler.cli.console import complain, masked, write_line
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import DEFAULT_DATA, DataFolder
from crawler.discover.window import VIETNAM

if TYPE_CHECKING:
    from crawler.search.find import Found
    from crawler.search.hits import Hit
    from crawler.search.snippet import Piece

_HIT, _FAINT, _OFF = "\x1b[1;33m", "\x1b[2m", "\x1b[0m"
_EVERY = 5_000  # articles between two lines of progress


class Format(StrEnum):
    """The forms hits can be printed in."""

    TEXT = "text"
    JSON = "json"


class Sort(StrEnum):
    """The orders of hits."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    VIEWS = "views"


def find(
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS…", help='Words, `"a phrase"`, `beginning*`, `-without`.')
    ],
    data: DataFolder = DEFAULT_DATA,
    section: Annotated[
        list[str] | None, typer.Option(metavar="SLUG", help="Only this section; may be repeated.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="First day, as `2026-11-01` or `7d`. Default: all.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Last day.")] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="How many articles.")] = 10,
    sort: Annotated[Sort, typer.Option(help="Best first, or by time or views.")] = Sort.RELEVANCE,
    form: Annotated[
        Format, typer.Option("--format", help="text: for people; json: one JSON line an article.")
    ] = Format.TEXT,
) -> None:
    """Find articles by words of their title, text, people, keywords, number or address.

    Marks may be left out (`dong dang` finds Đồng Đăng); where they are written, articles with the same
    marks come first. The first search after a crawl takes a while: it brings data/browse.sqlite up to date.
    Exit code 5: nothing was found.

    Example: `langson find '"đồng đăng" cửa khẩu' --since 2026-01-01`
    """
    from crawler.search.filters import filters_of
    from crawler.search.find import page, searched
    from crawler.search.folder import opened, refreshed
    from crawler.search.hits import hits
    from crawler.search.query import parse

    query = parse(" ".join(words))
    now = datetime.now(VIETNAM)
    filters = filters_of({"section": section or ()}, since=since, until=until, now=now)
    if not query.terms:
        complain(f"{query.text!r}: no word to search for in it")
        raise typer.Exit(ExitCode.USAGE)
    with closing(opened(refreshed(data, _progress))) as index, searched(index, query, filters) as found:
        numbers = [n for n, _ in page(index, sort.value, 0, limit)]
        shown = hits(index, query, numbers)
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    if form is Format.JSON:
        for hit in shown:
            write_line(orjson.dumps(_as_json(hit), option=orjson.OPT_APPEND_NEWLINE))
    else:
        for line in _lines(shown, found, colour=colour):
            write_line(line.encode() + b"\n")
    if query.cut:
        complain(f"the query is long: only its first {len(query.terms)} words were searched for")
    raise typer.Exit(ExitCode.OK if shown else ExitCode.NOTHING)


def _progress(looked: int, total: int) -> None:
    if looked and looked % _EVERY == 0:
        complain(f"bringing the index up to date: {looked:,} of {total:,} articles")


def _lines(shown: Sequence[Hit], found: Found, *, colour: bool) -> Iterator[str]:
    for hit in shown:
        yield _painted(hit.title, colour)
        faint, off = (_FAINT, _OFF) if colour else ("", "")
        views = f"{hit.view_count:,} views" if hit.view_count is not None else ""
        facts = (hit.published_at[:16].replace("T", " "), hit.section, views, hit.gone_at and "gone")
        yield f"    {faint}{hit.id}  {masked(' · '.join(filter(None, facts)))}{off}"
        yield f"    {_painted(hit.passage, colour)}"
        yield f"    {faint}{masked(hit.url)}{off}"
        yield ""
    yield _total(len(shown), found)


def _total(shown: int, found: Found) -> str:
    if not found.total:
        return "no article has any of these words"
    some = "; no article has all the words: these have some of them" if found.loose else ""
    return f"{shown} of {found.total:,} articles{some}"


def _painted(pieces: Sequence[Piece], colour: bool) -> str:
    """Answering words in colour; where there is none, in brackets."""
    begin, end = (_HIT, _OFF) if colour else ("[", "]")
    texts = ((masked(" ".join(piece.text.split("\n"))), piece.hit) for piece in pieces)
    return "".join(f"{begin}{text}{end}" if hit else text for text, hit in texts)


def _as_json(hit: Hit) -> dict[str, Any]:
    from crawler.search.hits import plain

    return {
        "id": hit.id,
        "key": hit.key,
        "url": hit.url,
        "title": plain(hit.title),
        "published_at": hit.published_at,
        "section": hit.section,
        "authors": orjson.loads(hit.authors),
        "source": hit.source,
        "view_count": hit.view_count,
        "gone_at": hit.gone_at,
        "passage": [{"text": piece.text, "hit": piece.hit} for piece in hit.passage],
    }
