"""`langson extract`: saved pages to JSON lines, without the network."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from crawler.cli.console import complain, write_line
from crawler.cli.exit_codes import ExitCode
from crawler.cli.explanation import print_explanation
from crawler.cli.extract_warc import extract_warc, is_warc
from crawler.cli.options import AnnotateLines
from crawler.discover.declared import declared_address
from crawler.discover.given import listed_section
from crawler.discover.scope import parse_origin
from crawler.discover.window import VIETNAM
from crawler.errors import CrawlerError, NotArticleError, PageError, SettingError
from crawler.items import Page
from crawler.report.outcomes import QUARANTINE
from crawler.store.replay.pages import Selection

MAX_BYTES = 64 * 2**20  # of one page, unpacked: more is no article
_ANY_ADDRESS = "https://baolangson.vn/bai-viet-9999999.html"  # to see whether there is an article at all
_GZIP = b"\x1f\x8b"


def extract(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="Saved HTML pages, also gzipped, or WARC files."),
    ],
    url: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="The page's address, unless it gives it; of a WARC only this page.",
        ),
    ] = None,
    origin: Annotated[
        str | None,
        typer.Option(metavar="URL", help="The copy of the paper (the replica) that they were saved from."),
    ] = None,
    fetched_at: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            help="When it was fetched, ISO 8601. Default: the file's own time.",
        ),
    ] = None,
    annotate: AnnotateLines = False,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Show each landmark, where it was found, what was refused and why."),
    ] = False,
) -> None:
    """Read saved pages: one JSON line each on standard output.

    Of a WARC file, whatever tool wrote it, every article's page is read; what is passed over (listings,
    redirects, other hosts) is counted on standard error.

    Example: `langson extract page.html --url https://baolangson.vn/chinh-tri/531453-hoi-nghi.html`

    Example: `langson extract data/runs/*/pages.warc.gz > articles.jsonl`
    """
    if url is not None and len(files) > 1:
        raise SettingError("--url goes with one file; give the files one by one")
    given = _Given(url, parse_origin(origin).copy, _moment(fetched_at), annotate)
    selection = Selection(given.url, given.origin, given.moment)
    _refuse_missing(files)
    codes = {_extract_file(path, given, selection, explain=explain) for path in files}
    raise typer.Exit(codes.pop() if len(codes) == 1 else ExitCode.PARTIAL)


def _refuse_missing(paths: list[Path]) -> None:
    """Not one file of those that were named is there: a slip."""
    if any(path.exists() and not path.is_dir() for path in paths):
        return
    path, problem = paths[0], "no such file; name saved pages or WARC files"
    if path.is_dir():
        problem = f"is a folder; name the pages in it, such as {path}/*.html, or give it to `langson ingest`"
    raise SettingError(f"{path}: {problem}")


@dataclass(frozen=True, slots=True)
class _Given:
    """What the operator says of the pages, and whether their records are to be annotated."""

    url: str | None
    origin: str | None
    moment: datetime | None
    annotate: bool


def _extract_file(path: Path, given: _Given, selection: Selection, *, explain: bool) -> ExitCode:
    if is_warc(path):
        return extract_warc(path, selection, explain=explain, annotate=given.annotate)
    return _extract_one(path, given, explain=explain)


def _extract_one(path: Path, given: _Given, *, explain: bool) -> ExitCode:
    """Print one file's record or explanation. Returns PARTIAL for an article that gives none."""
    try:
        page = _page(path, given)
        if explain:
            print_explanation(page)
        else:
            _print_record(page, annotate=given.annotate)
    except PageError as error:
        complain(f"{path}: {error.detail} ({error.fate}: {error.reason})")
        return ExitCode.PARTIAL if error.fate == QUARANTINE else ExitCode.NOTHING
    except CrawlerError as error:
        complain(f"{path}: {error}")
        return ExitCode.NOTHING
    return ExitCode.OK


def _print_record(page: Page, *, annotate: bool) -> None:
    from crawler.process import process  # not needed to refuse a missing file
    from crawler.store.records import to_line

    write_line(to_line(process(page), annotate=annotate))


def _page(path: Path, given: _Given) -> Page:
    """Read a file as a page.

    Raises:
        SettingError: it cannot be read, or its address is neither given nor declared in it.
        PageError: it is no HTML page, or a listing.
    """
    from crawler.extract.encoding import decode

    body = _read(path)
    moment = given.moment or datetime.fromtimestamp(int(path.stat().st_mtime), VIETNAM)
    text, _ = decode(body, {}, path.as_posix())  # what is no page is said before its address is looked at
    url = given.url or declared_address(text)
    if url is None:
        page = Page(url=_ANY_ADDRESS, body=body, headers={}, fetched_at=moment, via="file")
        raise SettingError(_address_wanted(page))
    if given.url is None and (section := listed_section(url, given.origin)):
        detail = f"the page names {url} as its address: the listing of {section}, no article"
        raise NotArticleError(url, detail)
    return Page(url=url, body=body, headers={}, fetched_at=moment, origin=given.origin, via="file")


def _address_wanted(page: Page) -> str:
    """Say what to do with a page that names no address: give it, if there is an article at all."""
    from crawler.process import process

    try:
        process(page)
    except PageError as error:
        detail = f"no article was recognised without it: {error.detail}; a listing gives none"
        return f"the page does not name its address; give it with --url ({detail})"
    return "the page does not name its address; give it with --url"


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise SettingError(f"is a folder; name the pages in it, such as {path}/*.html")
    try:
        with path.open("rb") as file:
            packed = file.read(len(_GZIP)) == _GZIP
        with gzip.open(path) if packed else path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise SettingError(f"cannot be read: {reason}") from error
    if len(body) > MAX_BYTES:
        raise SettingError(f"is larger than {MAX_BYTES // 2**20} MiB; that is no article's page")
    return body


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        message = f"--fetched-at: cannot read {text!r}; give it as 2026-11-24T09:00:00+07:00"
        raise SettingError(message) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
