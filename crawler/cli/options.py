"""Options that several subcommands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from crawler.discover.manners import MIN_DELAY, check_manners
from crawler.discover.scope import Scope
from crawler.errors import SettingError

DEFAULT_DATA = Path("data")
DEFAULT_DELAY = MIN_DELAY

DataFolder = Annotated[Path, typer.Option("--data", metavar="DIR", help="The data folder.")]
Origin = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Ask a copy of the paper (the replica, a mirror) instead of the paper."),
]
Delay = Annotated[float, typer.Option(metavar="SECONDS", help="Seconds between two requests.")]
Contact = Annotated[
    str,
    typer.Option(envvar="LANGSON_CONTACT", help="Your mail or web address, shown to the server."),
]
Permission = Annotated[
    str | None,
    typer.Option(
        metavar="TEXT",
        help='Who permitted what robots.txt refuses: "who, when, what". Kept in the run and its records.',
    ),
]
Verbose = Annotated[
    int, typer.Option("--verbose", "-v", count=True, help="Say more on standard error; -vv: everything.")
]

_LEVELS = ("ERROR", "INFO", "DEBUG")
# A copy on one's own machine that is asked without a pause may be asked for several pages at once.
_AT_ONCE = 8


def crawl_settings(scope: Scope, *, delay: float, contact: str, verbose: int) -> dict[str, Any]:
    """Give the Scrapy settings that these options change.

    Raises:
        SettingError: the paper would be asked without a contact or too fast.
    """
    check_manners(scope, contact=contact, delay=delay)
    settings = {
        "DOWNLOAD_DELAY": delay,
        "LANGSON_CONTACT": contact,
        "LOG_LEVEL": _LEVELS[min(verbose, len(_LEVELS) - 1)],
    }
    if delay == 0:
        settings |= {"CONCURRENT_REQUESTS": _AT_ONCE, "CONCURRENT_REQUESTS_PER_DOMAIN": _AT_ONCE}
    return settings


def permission_text(text: str | None) -> str:
    """Read the option `permission`; empty where it is not given.

    Raises:
        SettingError: It is given, and says nothing.
    """
    if text is not None and not text.strip():
        raise SettingError('permission: it is empty; say "who, when, what", or leave --permission out')
    return " ".join((text or "").split())
