"""Options that several subcommands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from crawler.discover.manners import MIN_DELAY, check_manners
from crawler.discover.scope import Scope, parse_sections
from crawler.errors import SettingError

DEFAULT_DATA = Path("data")
DEFAULT_DELAY = MIN_DELAY

DataFolder = Annotated[Path, typer.Option("--data", metavar="DIR", help="The data folder.")]
Section = Annotated[
    list[str] | None,
    typer.Option(metavar="SLUG", help="A section, such as chinh-tri; may be repeated. Default: all."),
]
Since = Annotated[
    str | None,
    typer.Option(metavar="DAY", help="First day of publication: 2026-11-01, or 7d for seven days ago."),
]
Until = Annotated[
    str | None,
    typer.Option(metavar="DAY", help="Last day of publication, itself included: 2026-11-30, or 1d."),
]
Addresses = Annotated[Path | None, typer.Option(metavar="FILE", help="The file of addresses of --via file.")]
Origin = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Ask a copy of the paper (the replica, a mirror) instead of the paper."),
]
Delay = Annotated[float, typer.Option(metavar="SECONDS", help="Seconds between two requests.")]
Contact = Annotated[
    str,
    typer.Option(envvar="LANGSON_CONTACT", help="Your mail or web address, shown to the server."),
]
Annotate = Annotated[
    bool | None,
    typer.Option(
        "--annotate/--no-annotate",
        help="Publish the articles with cited documents, officials and places, or without them from now on."
        " Default: as the folder is.",
        show_default=False,
    ),
]
AnnotateLines = Annotated[
    bool, typer.Option("--annotate", help="Add cited documents, officials and places to each line.")
]
Permission = Annotated[
    str | None,
    typer.Option(
        metavar="TEXT",
        help='Who permitted what robots.txt refuses: "who, when, what". Kept in the run and its records.',
    ),
]
AcceptLayout = Annotated[
    bool,
    typer.Option(
        "--accept-layout",
        help="Go on where many pages cannot be read: set those aside, store the others. Look at them first.",
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


def named_sections(given: list[str] | None) -> tuple[str, ...]:
    """Read the option `section`. An empty one (of an unset variable, say) is a slip: it must not mean all.

    Raises:
        SettingError: One is empty or unknown.
    """
    if any(not name.strip(" ,/") for name in given or ()):
        raise SettingError(
            "section: it is empty; name one, such as chinh-tri, or leave --section out for all"
        )
    return parse_sections(given)


def permission_text(text: str | None) -> str:
    """Read the option `permission`; empty where it is not given.

    Raises:
        SettingError: It is given, and says nothing.
    """
    if text is not None and not text.strip():
        raise SettingError('permission: it is empty; say "who, when, what", or leave --permission out')
    return " ".join((text or "").split())
