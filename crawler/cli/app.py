"""The tree of subcommands. Modules that start quickly are loaded; Scrapy only where a page is fetched."""

from __future__ import annotations

import typer

from crawler.cli import crawl, demo, export, extract, normalise, replica, schema, scrape

app = typer.Typer(
    name="langson",
    help="Turns the political news of baolangson.vn into a dataset: one JSON line an article.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode="markdown",
)
app.command("crawl")(crawl.crawl)
app.command("scrape")(scrape.scrape)
app.command("extract")(extract.extract)
app.command("export")(export.export)
app.command("schema")(schema.schema)
app.command("normalise")(normalise.normalise)
app.command("demo")(demo.demo)
app.add_typer(replica.app, name="replica")
