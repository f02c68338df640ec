"""`langson extract`: saved pages to JSON lines, without the network."""

from __future__ import annotations

import gzip
import zlib
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from crawler.cli.console import complain, say, write_line
from crawler.cli.exit_codes import ExitCode
from crawler.discover.declared import declared_address
from crawler.discover.window import VIETNAM
from crawler.errors import CrawlerError, PageError, SettingError
from crawler.items import Page

MAX_BYTES = 64 * 2**20  # of one page, unpacked: more is no article
_GZIP = b"\x1f\x8b"


def extract(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Saved HTML pages, also gzipped (.gz).")
    ],
    url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="The page's address. Default: the one that the page gives."),
    ] = None,
    fetched_at: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="When it was fetched, ISO 8601. Default: the file's own time."),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Show each landmark, where it was found, what was refused and why."),
    ] = False,
) -> None:
    """Read saved pages: one JSON line each on standard output.

    Example: `langson extract page.html --url https://baolangson.vn/chinh-tri/531453-hoi-nghi.html`
    """
    if url is not None and len(files) > 1:
        raise SettingError("--url goes with one file; give the files one by one")
    moment = _moment(fetched_at)
    failed = [path for path in files if not _extract_one(path, url, moment, explain=explain)]
    raise typer.Exit(ExitCode.PARTIAL if failed else ExitCode.OK)


def _extract_one(path: Path, url: str | None, moment: datetime | None, *, explain: bool) -> bool:
    """Print one file's record or explanation. Returns whether it gave a record."""
    try:
        page = _page(path, url, moment)
        return _print_explanation(path, page) if explain else _print_record(page)
    except PageError as error:
        complain(f"{path}: {error.detail} ({error.fate}: {error.reason})")
    except CrawlerError as error:
        complain(f"{path}: {error}")
    return False


def _print_record(page: Page) -> bool:
    from crawler.process import process  # not needed to refuse a missing file
    from crawler.store.records import to_line

    write_line(to_line(process(page)))
    return True


def _print_explanation(path: Path, page: Page) -> bool:
    from crawler.extract.explain import explain

    explanation = explain(page)
    for line in explanation.lines:
        say(line)
    if explanation.error is not None:
        raise explanation.error
    return True


def _page(path: Path, url: str | None, moment: datetime | None) -> Page:
    """Read a file as a page.

    Raises:
        SettingError: it cannot be read, or its address is neither given nor declared in it.
        PageError: it is no HTML page.
    """
    from crawler.extract.encoding import decode

    body = _read(path)
    moment = moment or datetime.fromtimestamp(int(path.stat().st_mtime), VIETNAM)
    if url is None:
        text, _ = decode(body, {}, path.as_posix())
        url = declared_address(text)
    if url is None:
        raise SettingError("the page does not name its address; give it with --url")
    return Page(url=url, body=body, headers={}, fetched_at=moment, via="file")


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
