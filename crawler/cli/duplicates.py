"""`langson duplicates`: stored articles that print one text, as clusters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from importlib.util import find_spec
from typing import Annotated, Any

import orjson
import typer

from crawler.annotate.duplicates import clusters
from crawler.annotate.text import compared_text
from crawler.cli.console import complain, say, write_line
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import DEFAULT_DATA, DataFolder
from crawler.errors import SettingError
from crawler.store.records import record_key
from crawler.store.state import State

_SHOWN = ("id", "published_at", "title", "source", "url")


class Format(StrEnum):
    """The forms a cluster can be printed in."""

    JSONL = "jsonl"
    TEXT = "text"


def duplicates(
    form: Annotated[
        Format, typer.Option("--format", help="jsonl: a cluster a line; text: to be read.")
    ] = Format.JSONL,
    data: DataFolder = DEFAULT_DATA,
) -> None:
    """Show which stored articles are wire copies or near-duplicates of one another, the earliest first.

    Nothing is written. Needs `pip install -e '.[release]'`. Exit code 1 where no two are alike.

    Example: `langson duplicates --format text`
    """
    if find_spec("numpy") is None:
        raise SettingError("duplicates: numpy is not installed; pip install -e '.[release]'")
    state = State(data)
    try:
        found = clusters(
            (record_key(record), record["published_at"], compared_text(record)) for record in _records(state)
        )
        members = {key for cluster in found for key in cluster}
        wanted = sorted({key.rpartition("/")[2] for key in members})
        shown = {
            key: {name: record[name] for name in _SHOWN}
            for record in (_records(state, wanted) if wanted else ())
            if (key := record_key(record)) in members
        }
    finally:
        state.close()
    for cluster in found:
        _print([shown[key] for key in cluster], form)
    articles = sum(map(len, found))
    complain(f"{len(found):,} clusters of {articles:,} articles")
    raise typer.Exit(ExitCode.OK if found else ExitCode.NOTHING)


def _records(state: State, ids: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    return (orjson.loads(line) for line in state.articles.lines(ids=ids))


def _print(cluster: list[dict[str, Any]], form: Format) -> None:
    if form is Format.JSONL:
        line = {"first": cluster[0]["id"], "articles": cluster}
        write_line(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
        return
    for number, article in enumerate(cluster):
        mark = "  = " if number else ""
        source = f" ({article['source']})" if article["source"] else ""
        say(f"{mark}{article['id']}  {article['published_at'][:16]}  {article['title']}{source}")
