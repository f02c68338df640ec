"""`langson release`: an immutable, dated snapshot of the dataset."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.cli.console import complain, say
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import DEFAULT_DATA, DataFolder
from crawler.errors import SettingError

if TYPE_CHECKING:
    from crawler.release.make import Annotations, Made

# Read where it is there: who was left out once is not to come back because an option was forgotten.
REDACTIONS = "redactions.txt"
_SHARES = "80/10/10"
_SHOWN = ("added", "revised", "reread", "amended", "gone", "vanished", "redacted", "recounted")


def release(
    data: DataFolder = DEFAULT_DATA,
    version: Annotated[
        str | None,
        typer.Option(
            "--version",
            "--date",
            metavar="NAME",
            help="The release's name. Default: the day of the newest observation.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", file_okay=False, help="Where releases stand. Default: DATA/releases."),
    ] = None,
    previous: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", file_okay=False, help="The release to compare with. Default: the newest one there."
        ),
    ] = None,
    redact: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WHO", help="Leave out an article (number, address) or an author; may be repeated."
        ),
    ] = None,
    redact_file: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            dir_okay=False,
            help=f"The same from a file, one a line; DATA/{REDACTIONS} is always read.",
        ),
    ] = None,
    keep_gone: Annotated[
        bool, typer.Option("--keep-gone", help="Keep articles that the paper has taken down.")
    ] = False,
    split: Annotated[
        str, typer.Option(metavar="T/V/T", help="Parts of train, validation and test.")
    ] = _SHARES,
    annotate: Annotated[
        bool, typer.Option("--annotate", help="With cited documents, officials and places.")
    ] = False,
) -> None:
    """Make a snapshot that can be cited and loaded in one line: Parquet and JSON lines, a data card, SHA-256.

    Tables: articles, revisions, view_counts, each in train, validation and test in the order of time, with
    near-duplicates together. A release is there whole or not at all, is never changed, and the same state
    gives the same bytes. CHANGELOG.md names what was added, revised and removed since the release before.
    Nothing is asked of a server; no crawl may be at work in the folder.

    Exit code 0: made; 2: it is there already, an option cannot be used, or there is nothing to leave out for
    a --redact; 6: the state or the release before cannot be read, or nothing can be written; 7: a crawl is at
    work.

    Example: `langson release --data data --redact 531453`
    """
    _need("pyarrow", "numpy")
    from crawler.annotate.duplicates import clusters
    from crawler.release.make import Plan, make_release
    from crawler.release.redaction import parse_redaction
    from crawler.release.splits import parse_shares

    redaction = parse_redaction(redact or (), listed=_listed(data, redact_file or []))
    plan = Plan(
        data=data,
        releases=out,
        version=version,
        previous=previous,
        redaction=redaction,
        keep_gone=keep_gone,
        shares=parse_shares(split),
        near_copies=clusters,
        annotations=_annotations() if annotate else None,
    )
    made = make_release(plan)
    for line in _report(made):
        say(line)
    _warn(made, data)
    raise typer.Exit(ExitCode.OK)


def _need(*libraries: str) -> None:
    for library in libraries:
        if find_spec(library) is None:
            raise SettingError(f"release: {library} is not installed; pip install -e '.[release]'")


def _listed(data: Path, files: list[Path]) -> Iterator[str]:
    """The requests in files."""
    from crawler.release.redaction import request_lines

    own = data / REDACTIONS
    for path in [*([own] if os.path.lexists(own) else []), *files]:  # a broken link is told, not passed over
        try:
            yield from request_lines(path.read_text("utf-8"))
        except OSError as error:
            raise SettingError(f"redact-file: {path}: {error.strerror or error}") from error
        except UnicodeDecodeError as error:
            raise SettingError(f"redact-file: {path}: is not UTF-8; save it as UTF-8") from error


def _annotations() -> Annotations:
    from crawler.release.annotated import release_annotations

    return release_annotations()


def _report(made: Made) -> Iterator[str]:
    found = made.findings
    articles, revisions, views = (table.rows for table in found.tables)
    parts = ", ".join(f"{name} {count:,}" for name, count in articles.items())
    yield f"{made.folder}: {sum(articles.values()):,} articles ({parts}),"
    yield f"  {sum(revisions.values()):,} earlier revisions, {sum(views.values()):,} view counts"
    selection = found.selection
    yield f"left out: {len(selection.redacted):,} on request, {len(selection.gone):,} taken down by the paper"
    holes = sum(found.holes.causes.values())
    yield f"known holes: {holes:,}, see {made.folder / 'holes.csv'}"
    if found.previous is None:
        yield "no release before it"
    else:
        counts = made.changes.counts()
        yield f"since {found.previous}: " + ", ".join(f"{counts[name]:,} {name}" for name in _SHOWN)


def _warn(made: Made, data: Path) -> None:
    """Say what may not be as it was meant."""
    selection = made.findings.selection
    for request in selection.unanswered():
        complain(f"redact: nothing to leave out for {request!r}")
    if made.mentioning:
        which = "that name" if len(selection.redaction.names) == 1 else "one of those names"
        complain(f"redact: {made.mentioning:,} released articles still have {which} in their text")
    if made.before is not None and made.before.redacted > len(selection.redacted):
        complain(
            f"{made.before.version} left out {made.before.redacted} articles on request, this release"
            f" {len(selection.redacted)}: is one forgotten? Write them into {data / REDACTIONS}"
        )
