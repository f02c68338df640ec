"""By which ways the articles are looked for: the option `--via`, and what each way came to. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from crawler.discover.sources.start import SOURCES
from crawler.errors import SettingError

AUTO: Final = "auto"
LISTING: Final = "listing"
IDS: Final = "ids"
FILE: Final = "file"
WAYS: Final = (LISTING, *SOURCES, IDS, FILE)
# Where the listings show nothing: the sources that know every article come first, in the fewest requests.
INSTEAD: Final = ("sitemap", "rest", "feed", "search")
# Of an old span of time: those that give days, newest first.
DATED: Final = ("sitemap", "rest")


@dataclass(frozen=True, slots=True)
class Via:
    """The ways that are asked for.

    Attributes:
        names: In the order in which they are asked; empty: the listings, and the others where the
            listings show nothing.
        file: The file of addresses of the way "file".
    """

    names: tuple[str, ...] = ()
    file: str | None = None

    @property
    def is_auto(self) -> bool:
        """Whether no way is named."""
        return not self.names

    def __str__(self) -> str:
        return ",".join(self.names) or AUTO


def parse_via(via: str | Iterable[str] | None, addresses: str | None = None) -> Via:
    """Read the options `via` and `addresses`.

    >>> parse_via("feed, sitemap").names, parse_via(["file:more.txt"]).file
    (('feed', 'sitemap'), 'more.txt')

    Args:
        via: Names, separated by commas; ``file:PATH`` names the file as well.
        addresses: The file of addresses.

    Raises:
        SettingError: A name is unknown, or the way "file" comes without its file or the other way round.
    """
    names, file = [], (addresses or "").strip() or None
    for text in [via] if isinstance(via, str) else via or ():
        for word in text.split(","):
            name, _, path = word.strip().partition(":")
            if name == FILE and path:
                if file not in (None, path):
                    raise SettingError(f"via: two files of addresses, {file} and {path}; join them to one")
                file = path
            elif path or name not in (*WAYS, AUTO, ""):
                raise SettingError(f"via: {word.strip()!r} is none of {', '.join((AUTO, *WAYS))}")
            names.append(name)
    wanted = tuple(dict.fromkeys(name for name in names if name))
    if AUTO in wanted and len(wanted) > 1:
        raise SettingError(f"via: {AUTO} stands alone; leave it out, or name the ways one by one")
    if (FILE in wanted) != (file is not None):
        hint = "--via file --addresses FILE"
        raise SettingError(f"via: a file of addresses is read with {hint}; give both")
    return Via(() if wanted == (AUTO,) else wanted, file)


def check_budget(via: Via, budget: object) -> None:
    """Refuse a budget that nothing would be counted against.

    Args:
        via: The ways.
        budget: The option; None or empty where it is not given.

    Raises:
        SettingError: It is given, and no numbers are tried.
    """
    if budget not in (None, "") and IDS not in via.names:
        raise SettingError(
            "budget: it counts the numbers that the way ids tries; give --via ids with it, or leave it out"
            " (a budget of requests a day: langson backfill)"
        )


@dataclass(slots=True)
class Result:
    """What came of asking a way.

    Attributes:
        name: The way.
        state: answers, empty, silent or refused; empty while it has not been asked.
        detail: Why, where it does not answer.
        shown: How many articles it has shown in this run.
        oldest: The earliest day that it gave.
        goes_back: Whether it leads back from page to page.
        is_enough: Whether it reaches further back than the wanted days.
        has_hole: Whether a page of it could not be read.
        unshown: How many articles more it says it has than it showed.
        cut: By which rule it was left before its end, as a sentence; empty where it was not.
        known: Whether it was not asked, because it did not answer some days ago.
    """

    name: str
    state: str = ""
    detail: str = ""
    shown: int = 0
    oldest: date | None = None
    goes_back: bool = False
    is_enough: bool = False
    has_hole: bool = False
    known: bool = False
    unshown: int = 0
    cut: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give it as a report shows it."""
        oldest = self.oldest.isoformat() if self.oldest else None
        shown = {"articles": self.shown, "oldest": oldest, "has_hole": self.has_hole}
        shown |= {name: value for name in ("unshown", "cut") if (value := getattr(self, name))}
        return {"state": self.state, "detail": self.detail, **shown, "reach": self.reach()}

    def reach(self) -> str:
        """What of the paper it shows, and what is out of its reach; empty where it shows nothing."""
        if self.state != "answers":
            return ""
        back = f", back to {self.oldest}" if self.oldest else ""
        hole = "; some of its pages could not be read, the next run asks again" if self.has_hole else ""
        hole = f"; {self.cut}{hole}" if self.cut else hole
        if self.unshown:
            hole = f"; it speaks of {self.unshown} more, which it does not show{hole}"
        if self.name in (FILE, IDS):
            named = f"{self.shown} articles named" if self.name == FILE else ""
            return "; ".join(part for part in (named, self.detail) if part)
        if not self.shown:
            return f"nothing has changed there{hole}"
        if self.name == "feed" and not self.goes_back and not self.is_enough:
            return (
                f"it shows the newest {self.shown} articles only{back}: older ones are out of its reach;"
                " try --via sitemap or a web archive"
            )
        if self.name == "search":
            return f"it finds what its words match{back}: other articles are out of its reach"
        enough = "; older ones were not asked for" if self.is_enough else ""
        return f"{self.shown} articles shown{back}{enough}{hole}"

    def line(self) -> str:
        """Say it on one line."""
        if not self.state:
            return f"{self.name} was not asked: the run was over before"
        if self.state == "answers":
            return f"{self.name} answers: {self.reach() or 'articles are found there'}"
        if self.state == "refused":
            return f"{self.name} is refused by robots.txt"
        if self.name == IDS:
            return f"{IDS}: nothing was tried: {self.detail}"
        said = "is there and shows no article" if self.state == "empty" else "does not answer"
        said = f"{said}: {self.cut}" if self.cut else said
        when = " (found out some days ago, not asked again)" if self.known else ""
        return f"{self.name} {said}{when}{f': {self.detail}' if self.detail and not self.known else ''}"
