"""The tree of subcommands. Modules that start quickly are loaded; Scrapy only where a page is fetched."""

from __future__ import annotations

from typing import Annotated

import typer

from crawler import __version__
from crawler.cli import (
    archives,
    backfill,
    browse,
    coverage,
    crawl,
    demo,
    doctor,
    duplicates,
    export,
    extract,
    find,
    history,
    ingest,
    metrics,
    normalise,
    rebuild,
    reextract,
    release,
    replica,
    report,
    schedule,
    schema,
    scrape,
    status,
    verify,
)
from crawler.cli.console import say
from crawler.cli.exit_codes import EXIT_CODES

app = typer.Typer(
    name="langson",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode="markdown",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        say(f"langson {__version__}")
        raise typer.Exit


@app.callback()
def langson(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Turns the political news of baolangson.vn into a dataset: one JSON line an article."""


app.command("crawl", epilog=EXIT_CODES)(crawl.crawl)
app.command("archives", epilog=EXIT_CODES)(archives.archives)
app.command("backfill", epilog=EXIT_CODES)(backfill.backfill)
app.command("doctor", epilog=doctor.EXIT_CODES)(doctor.doctor)
app.command("scrape", epilog=EXIT_CODES)(scrape.scrape)
app.command("extract", epilog=EXIT_CODES)(extract.extract)
app.command("ingest", epilog=EXIT_CODES)(ingest.ingest)
app.command("status")(status.status)
app.command("coverage")(coverage.coverage)
app.command("schedule", epilog=EXIT_CODES)(schedule.schedule)
app.command("report")(report.report)
app.command("export")(export.export)
app.command("duplicates")(duplicates.duplicates)
app.command("browse", epilog=EXIT_CODES)(browse.browse)
app.command("find", epilog=EXIT_CODES)(find.find)
app.command("history")(history.history)
app.command("metrics")(metrics.metrics)
app.command("verify")(verify.verify)
app.command("rebuild")(rebuild.rebuild)
app.command("reextract", epilog=EXIT_CODES)(reextract.reextract)
app.command("release")(release.release)
app.command("schema")(schema.schema)
app.command("normalise")(normalise.normalise)
app.command("demo")(demo.demo)
app.add_typer(replica.app, name="replica")
