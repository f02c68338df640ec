"""`langson report`: a run's page, made anew and opened."""

from __future__ import annotations

import webbrowser
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler.cli.console import complain, say
from crawler.cli.options import DEFAULT_DATA, DataFolder
from crawler.errors import SettingError
from crawler.store.state import State


def report(
    run: Annotated[
        str | None,
        typer.Argument(metavar="[RUN]", help="The run's name or how it begins. Default: the last one."),
    ] = None,
    open_it: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    data: DataFolder = DEFAULT_DATA,
) -> None:
    """Write a run's page anew, `DIR/runs/<run>/report.html`, and print where it is.

    Every run writes it when it ends. It is one file that needs no network: what was new, changed, gone and
    set aside, the fields against earlier runs, plots, and the holes with advice. Of the last run the holes
    are looked for again. Nothing else is written; a crawl may be at work.

    Example: `langson report --open`
    """
    from crawler.report.page.write import write_page

    with closing(State(data)) as state:
        found = _named(state, run) if run else _last(state)
        if not run or found["run"] == _last(state, quiet=True)["run"]:
            found = _with_holes(state, found)
        path = write_page(state, found)
    say(str(path))
    if open_it and not webbrowser.open(path.resolve().as_uri()):
        complain(f"{path}: no browser could be opened here; open the file in one")


def _named(state: State, run: str) -> Mapping[str, Any]:
    """The report of the run that is named.

    Raises:
        SettingError: There is none, or more than one.
    """
    name = Path(run).name
    query = "SELECT id FROM run WHERE substr(id, 1, length(?1)) = ?1 ORDER BY id"
    found = [row[0] for row in state.database.rows(query, (name,))]
    if len(found) != 1:
        what = f"{len(found)} runs begin so, such as {found[0]}" if found else "there is no such run"
        raise SettingError(f"run: {run}: {what}; `langson status` names the last ones")
    report = state.runs.get(found[0])["report"]
    if "counts" not in report:
        raise SettingError(f"run: {found[0]} has no report: {_WHY_NONE}")
    return dict(report)


_WHY_NONE = "it is at work, or was killed (then the next crawl makes it)"


def _last(state: State, *, quiet: bool = False) -> Mapping[str, Any]:
    """The last report.

    Raises:
        SettingError: There is none.
    """
    last = next(iter(state.runs.last(1)), None)
    query = "SELECT id FROM run WHERE json_type(report, '$.counts') NOT NULL ORDER BY id DESC LIMIT 1"
    name = state.database.value(query)
    if name is None:
        raise SettingError(f"data: {state.folder} has no report of a run yet; `langson crawl` makes one")
    if not quiet and last is not None and last["id"] != name:
        complain(f"the run {last['id']} has no report: {_WHY_NONE}; this is the one before")
    return dict(state.runs.get(name)["report"])


def _with_holes(state: State, report: Mapping[str, Any]) -> dict[str, Any]:
    """The report with the holes as they are now, judged by the day on which the run ended."""
    from crawler.report.page.dataset import dataset
    from crawler.report.page.holes import holes

    moment = datetime.fromisoformat(report["ended_at"] or report["started_at"])
    counts = report.get("dataset") or dataset(state.database, report["run"])
    return {**report, "dataset": {**counts, "holes": holes(state, now=moment)}}
