"""`langson metrics`: what a data folder holds and how its runs go, for Prometheus."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crawler import __version__, clock
from crawler.cli.console import write_line
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import DEFAULT_DATA, DataFolder
from crawler.cli.watched import check_metrics_folder, write_metrics
from crawler.errors import StoreError


def metrics(
    data: DataFolder = DEFAULT_DATA,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            dir_okay=False,
            help="Write to this file, whole or not at all: of node-exporter's textfile folder, *.prom.",
        ),
    ] = None,
    holes: Annotated[
        bool, typer.Option(help="Look for holes as `langson coverage` does; reads the whole state.")
    ] = True,
) -> None:
    """Print metrics in Prometheus' text format, or write them for node-exporter's textfile collector.

    Nothing is asked, the state is not changed, and a crawl may be at work. `--metrics FILE` of `crawl`,
    `backfill` and `archives` writes the same when a run has ended. docs/monitoring/ has rules for alerts.

    Example: `langson metrics --out /var/lib/prometheus/node-exporter/langson.prom`
    """
    from crawler.monitoring.exposition import exposition
    from crawler.monitoring.metrics import families
    from crawler.monitoring.snapshot import snapshot
    from crawler.store.lock import is_held

    check_metrics_folder(out)
    now = clock.now()
    try:
        found = snapshot(data, now=now, busy=is_held(data), with_holes=holes)
    except StoreError:
        if out is not None:
            write_metrics(out, None, now)  # that it cannot be read is to be seen, too
        raise
    if out is not None:
        raise typer.Exit(ExitCode.OK if write_metrics(out, found, now) else ExitCode.STORE)
    for line in exposition(families(found, version=__version__, now=now)):
        write_line(line)
