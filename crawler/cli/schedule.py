"""`langson schedule`: a systemd timer and a cron line that fit this installation, to be put in place."""

from __future__ import annotations

import getpass
import re
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Annotated

import typer

from crawler.cli.console import say
from crawler.cli.options import DEFAULT_DATA, DEFAULT_DELAY, Contact, DataFolder
from crawler.cli.timer_units import NAME, Job, cron_lines, service, timer, utc
from crawler.discover.manners import check_manners
from crawler.discover.scope import Scope, parse_sections
from crawler.errors import SettingError

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_UNITS = "/etc/systemd/system"


def schedule(
    data: DataFolder = DEFAULT_DATA,
    at: Annotated[str, typer.Option(metavar="HH:MM", help="When, every day, in Vietnam.")] = "06:30",
    section: Annotated[
        list[str] | None, typer.Option(metavar="SLUG", help="As in `langson crawl`; may be repeated.")
    ] = None,
    contact: Contact = "",
    notify: Annotated[
        list[str] | None,
        typer.Option(metavar="URL|COMMAND", help="As in `langson crawl`; may be repeated."),
    ] = None,
    metrics: Annotated[
        Path | None,
        typer.Option(metavar="FILE", dir_okay=False, help="As in `langson crawl`; its folder must be there."),
    ] = None,
) -> None:
    """Print a systemd service and timer, and a cron line, that crawl every day. Nothing is installed.

    Example: `langson schedule --data /srv/langson --at 06:30 --contact you@example.org`
    """
    check_manners(Scope(), contact=contact, delay=DEFAULT_DELAY)
    folder = data.absolute()
    if not str(folder).isprintable():
        raise SettingError(f"data: {str(folder)!r} has characters that no unit file can hold; rename it")
    told, measured = _notify(notify), _metrics(metrics)
    sections = [word for name in _sections(section) for word in ("--section", name)]
    job = Job(
        command=_command(),
        arguments=["crawl", "--data", str(folder), *sections],
        data=PurePosixPath(folder),
        at=_time(at),
        user=getpass.getuser(),
        contact=contact.strip(),
        notify=told,
        metrics=measured,
    )
    for line in _lines(job):
        say(line)


def _sections(given: list[str] | None) -> tuple[str, ...]:
    if given is None:
        return ()
    if any(not name.strip(" ,/") for name in given):
        raise SettingError("section: it is empty; name one, such as chinh-tri, or leave it out for all")
    return parse_sections(given)


def _notify(given: list[str] | None) -> tuple[str, ...]:
    """What `langson crawl` would refuse every morning is refused now."""
    from crawler.monitoring.hook import parse_hook

    for line in given or ():
        parse_hook(line)
        if not line.isprintable():
            raise SettingError(f"notify: {line!r} has characters that no unit file can hold")
    return tuple(line.strip() for line in given or ())


def _metrics(given: Path | None) -> PurePosixPath | None:
    if given is None:
        return None
    path = given.absolute()
    if not str(path).isprintable():
        raise SettingError(f"metrics: {str(path)!r} has characters that no unit file can hold; rename it")
    return PurePosixPath(path)


def _time(text: str) -> tuple[int, int]:
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise SettingError(f"at: {text!r} is no time of day; give one such as 06:30")
    return int(found[1]), int(found[2])


def _command() -> list[str]:
    """How this installation is called, whatever the PATH of systemd or cron is."""
    script = Path(sys.executable).with_name(NAME)
    return [str(script)] if script.is_file() else [sys.executable, "-m", "crawler.cli"]


def _lines(job: Job) -> Iterator[str]:
    yield f"# --- {_UNITS}/{NAME}.service"
    yield from service(job).splitlines()
    yield ""
    yield f"# --- {_UNITS}/{NAME}.timer"
    yield from timer(job).splitlines()
    yield ""
    yield "# --- to put both in place (the folders it writes to must be there, and be the user's):"
    yield f"#   sudo systemctl daemon-reload && sudo systemctl enable --now {NAME}.timer"
    yield f"#   systemctl list-timers {NAME}.timer     when it runs next"
    yield f"#   journalctl -u {NAME}                   what it said"
    yield "#   systemctl start langson                 run it now"
    yield ""
    yield "# --- or, without systemd: two lines for `crontab -e`. Where cron does not know CRON_TZ"
    yield f"#     (Debian, Ubuntu), the time is the machine's own: {utc(job.at)} UTC is meant."
    yield from cron_lines(job)
