"""`langson coverage`: what should be stored by all that is known, against what is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from crawler.cli.console import say, write_line
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import DEFAULT_DATA, DataFolder
from crawler.errors import StoreError

if TYPE_CHECKING:
    from crawler.report.completeness.survey import Survey

FOLDER = "coverage"
Format = Literal["table", "json", "csv"]


def coverage(
    data: DataFolder = DEFAULT_DATA,
    section: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SLUG", help="Only this section; may be repeated. Default: all that were crawled."
        ),
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="First day, as `2026-11-01` or `7d`. Default: all.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Last day.")] = None,
    form: Annotated[
        Format, typer.Option("--format", help="A table for people, or all as JSON or CSV.")
    ] = "table",
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            dir_okay=False,
            help="Write to this file, and not to the data folder's `coverage/`.",
        ),
    ] = None,
) -> None:
    """Name every hole of a data folder: what listings, feeds, sitemaps and archives show and is not stored.

    Each hole is named with its likely cause and what to do: robots.txt or a wall (refused), taken off (gone),
    not readable (we-broke), no answer (site-failed), waiting (not-fetched), shown and never asked for
    (never-asked), and days on which a section that usually speaks was silent (site-silent, we-broke,
    not-looked-at), Tết and quiet Sundays left out. Leaps of the paper's numbers are told apart, as weak
    evidence. The table is printed; the whole is written to DIR/coverage/: coverage.json, days.csv, holes.csv.
    Nothing is asked, the state is not changed, and a crawl may be at work.

    Exit code 0: no unexplained hole; 3: there are some; 4: robots.txt makes all of them; 5: the folder knows
    of no article. A page that is gone for good is explained, and what was left out as asked is no hole.

    Example: `langson coverage --data data --since 30d`
    """
    from crawler.discover.scope import parse_sections
    from crawler.discover.window import VIETNAM, parse_window
    from crawler.store.completeness.survey_folder import survey_folder

    now = datetime.now(VIETNAM)
    window = parse_window(since, until, now=now)
    sections = parse_sections(section) if section else None
    with survey_folder(data, sections=sections, window=window, now=now) as (survey, sources):
        code = _exit_code(survey)
        written = _write(survey, data, form, out, head={"data": str(data), "made_at": now.isoformat()})
        if form == "table" or out is not None:
            _print(survey, sources, written, out)
    raise typer.Exit(code)


def _print(
    survey: Survey, sources: list[tuple[str, str, str]], written: list[Path], out: Path | None
) -> None:
    from crawler.report.completeness.lines import survey_lines

    if out is None:
        for line in survey_lines(survey, sources):
            say(line)
    for path in written:
        say(f"wrote {path}")


def _write(survey: Survey, data: Path, form: Format, out: Path | None, head: dict[str, str]) -> list[Path]:
    """Write the files. Returns them; what is asked for on standard output goes there."""
    from crawler.report.completeness.lines import survey_lines
    from crawler.report.completeness.records import day_table, hole_table, json_lines
    from crawler.store.publish import write_whole

    files: dict[Path, Iterable[bytes]]
    if out is None:
        folder = data / FOLDER
        files = {
            folder / "coverage.json": json_lines(survey, head),
            folder / "days.csv": day_table(survey),
            folder / "holes.csv": hole_table(survey),
        }
    else:
        lines = (f"{line}\n".encode() for line in survey_lines(survey, most=survey.hole_counts.total()))
        files = {out: {"table": lines, "json": json_lines(survey, head), "csv": hole_table(survey)}[form]}
        if form == "csv":
            files[out.with_suffix(f".days{out.suffix}")] = day_table(survey)
    for path, content in files.items():
        try:
            write_whole(path, content)
        except OSError as error:
            raise StoreError(f"{path}: {error.strerror or error}; give another file with --out") from error
    if out is None and form != "table":
        _send(json_lines(survey, head) if form == "json" else hole_table(survey))
    return list(files)


def _send(lines: Iterator[bytes]) -> None:
    for line in lines:
        write_line(line)


def _exit_code(survey: Survey) -> ExitCode:
    from crawler.report.outcomes import ROBOTS

    open_holes = survey.unexplained
    if not open_holes:
        return ExitCode.OK if survey.total().causes else ExitCode.NOTHING
    return ExitCode.ROBOTS if set(open_holes) == {ROBOTS} else ExitCode.PARTIAL
