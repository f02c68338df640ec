"""What is wrong, in words that need no source code; and the exit code that it earns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from crawler.report.exit_codes import ExitCode

Kind = Literal["robots", "unreachable", "wall", "layout", "partial", "note"]

# The gravest first; a note alone leaves all well.
_CODES: Final[tuple[tuple[str, ExitCode], ...]] = (
    ("unreachable", ExitCode.NOTHING),
    ("robots", ExitCode.ROBOTS),
    ("wall", ExitCode.WALL),
    ("layout", ExitCode.WALL),
    ("partial", ExitCode.PARTIAL),
)
SEND: Final = "Send the bundle with a report of the fault: it holds the pages as they came."
LATER: Final = "Try again later; if it lasts, look at the site in a browser."


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that looks wrong, or that is good to know.

    Attributes:
        kind: "robots", "unreachable", "wall", "layout" (pages cannot be read as they should),
            "partial" (some), "note" (nothing is wrong).
        text: One or two sentences.
        advice: What to do; empty where there is nothing to do.
        pages: Addresses where it was seen.
        field: The record's field that it is about; empty for none.
    """

    kind: Kind
    text: str
    advice: str = ""
    pages: tuple[str, ...] = ()
    field: str = ""


def earned_code(findings: Iterable[Finding]) -> ExitCode:
    """Give the exit code of the gravest finding.

    >>> earned_code([Finding("note", "a"), Finding("layout", "b")]).name
    'WALL'
    """
    kinds = {finding.kind for finding in findings}
    return next((code for kind, code in _CODES if kind in kinds), ExitCode.OK)
