"""`langson demo`: the replica newspaper started, crawled, shown and stopped: what `make crawl` runs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from crawler.cli.console import say
from crawler.cli.crawl import run_crawl
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import DataFolder, crawl_settings
from crawler.cli.replica import Articles, Seed, newspaper
from crawler.discover.scope import parse_origin
from crawler.errors import SettingError
from crawler.store.database import FILE_NAME
from crawler.store.lock import LOCK_NAME, folder_lock
from crawler.store.publish import FOLDER, QUARANTINE_FOLDER, RUNS_FOLDER

_LONG = 100  # characters of a text that the shown record keeps
_BLOCKS = 3


def demo(
    articles: Articles = 300,
    seed: Seed = 1,
    data: DataFolder = Path("data/demo"),
) -> None:
    """Crawl a newspaper of our own on this machine, and show what comes out. No network is used.

    Example: `langson demo`
    """
    from crawler.replica.server import serve

    _refuse_to_clear_more_than_a_demo(data)
    with folder_lock(data), serve(newspaper(articles, seed)) as served:
        _clear(data)
        say(f"the replica newspaper serves {articles} articles at {served.origin}; crawling it …")
        settings = crawl_settings(parse_origin(served.origin), delay=0, contact="", verbose=0)
        code = run_crawl({"origin": served.origin}, settings, data)
    say("the replica is stopped")
    files = sorted((data / FOLDER).glob("*.jsonl"))
    if code != ExitCode.INTERRUPTED and files:
        _show(files)
    raise typer.Exit(ExitCode.OK if code == ExitCode.NOTHING_NEW else code)


# What other commands write into a data folder, and what may be deleted.
_OF_SEARCH = ("browse.sqlite", ".browse.sqlite.new", ".browse.lock")  # `search.folder`, not loaded here
_OF_COMMANDS = ("coverage", "reextract", "indexes", *_OF_SEARCH)


def _refuse_to_clear_more_than_a_demo(data: Path) -> None:
    names = [path.name for path in data.iterdir()] if data.is_dir() else []
    unknown = [
        name
        for name in names
        if name not in (FOLDER, RUNS_FOLDER, QUARANTINE_FOLDER, LOCK_NAME, *_OF_COMMANDS)
        and not name.startswith(FILE_NAME)
    ]
    if unknown:
        raise SettingError(f"{data} holds more than a demo ({unknown[0]}); give another folder with --data")


def _clear(data: Path) -> None:
    """Remove what an earlier demo left (and nothing else): its articles had other addresses."""
    for path in data.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != LOCK_NAME:  # held: a new one would be no lock
            path.unlink()


def _show(files: list[Path]) -> None:
    say("")
    for path in files[:3] + files[-2:] if len(files) > 5 else files:
        lines = path.read_bytes().count(b"\n")
        say(f"  {path}   {lines} articles")
    say(f"{len(files)} files in {files[0].parent}. The newest file's first record, long texts cut:")
    say("")
    record = json.loads(files[-1].read_bytes().partition(b"\n")[0])
    for line in json.dumps(_shortened(record), ensure_ascii=False, indent=1).splitlines():
        say(line)


def _shortened(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= _LONG else value[:_LONG] + " …"
    if isinstance(value, list):
        return [_shortened(item) for item in _first_blocks(value)]
    if isinstance(value, dict):
        return {name: _shortened(item) for name, item in value.items()}
    return value


def _first_blocks(items: list[Any]) -> Iterator[Any]:
    yield from items[:_BLOCKS]
    if len(items) > _BLOCKS:
        yield f"… and {len(items) - _BLOCKS} more"
