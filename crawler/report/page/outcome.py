"""How a run ended, in one sentence, and what to do now. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from crawler.report.exit_codes import ExitCode
from crawler.report.outcomes import FAILED, GONE, QUARANTINE
from crawler.report.page.changes_by_kind import apart_from_the_text
from crawler.report.page.words import counted, duration, shown

Tone = Literal["good", "calm", "warn", "bad"]
_CRASHED = "crashed"

# exit code -> (how grave, in a word or two, what to do)
_ENDS: Final[Mapping[int, tuple[Tone, str, str]]] = {
    ExitCode.OK: ("good", "All well", ""),
    ExitCode.FAULT: ("bad", "Fault", "Report this fault of the program, with the log of a run with -vv."),
    ExitCode.PARTIAL: (
        "warn",
        "Partly done",
        "Look at what failed or was set aside; the next run tries again.",
    ),
    ExitCode.ROBOTS: ("warn", "Refused", "Ask the paper for permission, then give it with --permission."),
    ExitCode.NOTHING: ("warn", "No answer", "Check address and network, and run the command again later."),
    ExitCode.STORE: ("bad", "Data folder", "Check space and rights of the folder, then `langson verify`."),
    ExitCode.NOTHING_NEW: ("calm", "Nothing new", ""),
    ExitCode.WALL: ("bad", "Stopped", "Look at the pages below; `langson doctor` says what has changed."),
    ExitCode.BUDGET: ("calm", "Budget spent", "Nothing: the same command goes on tomorrow."),
    ExitCode.INTERRUPTED: (
        "calm",
        "Interrupted",
        "Run the same command again: it goes on where this stopped.",
    ),
}
_KILLED_ADVICE = "Nothing: what was stored stays, and the next run asks again for what was in hand."
_KILLED: Final[tuple[Tone, str, str]] = ("warn", "Killed", _KILLED_ADVICE)


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """The head of the page.

    Attributes:
        tone: How grave it is.
        word: In a word or two.
        sentence: What happened.
        advice: What to do; empty where nothing is to be done.
    """

    tone: Tone
    word: str
    sentence: str
    advice: str


def outcome_line(report: Mapping[str, Any]) -> OutcomeLine:
    """Say how a run ended.

    Args:
        report: Its report.json.
    """
    crashed = report["state"] == _CRASHED
    code = report["exit_code"]
    tone, word, advice = _KILLED if crashed else _ENDS.get(code, _ENDS[ExitCode.FAULT])
    told = _KILLED_SENTENCE if crashed else _SENTENCES.get(code, "")
    why = f"{shown(report['error']).rstrip('.')}." if report["error"] else ""
    took = report["duration_seconds"]
    time = f"It took {duration(took)}." if took is not None else ""
    parts = (told, why, _stored(report), _troubles(report), time)
    return OutcomeLine(tone, word, " ".join(part for part in parts if part), advice)


_KILLED_SENTENCE = "The run was killed before it could end."
_SENTENCES: Final[Mapping[int, str]] = {
    ExitCode.FAULT: "The program made a mistake.",
    ExitCode.ROBOTS: "robots.txt refused what was still to be asked.",
    ExitCode.NOTHING: "Nobody answered, or nothing was found.",
    ExitCode.STORE: "The data folder could not be used.",
    ExitCode.WALL: "The run stopped itself: a wall stood before the pages, or they can no longer be read.",
    ExitCode.BUDGET: "The day’s budget of requests is spent.",
    ExitCode.INTERRUPTED: "The run was stopped.",
}


def _stored(report: Mapping[str, Any]) -> str:
    new, changed = report["articles"]["new"], report["articles"]["changed"]
    if taken := report["taken_back"]:
        return f"{counted(taken, 'article')} of this run {_were(taken)} taken back."
    if not new and not changed:
        known = report["articles"]["unchanged"]
        also = f"; {counted(known, 'known article')} {_were(known)} looked at again" if known else ""
        return f"Nothing was new or changed{also}."
    news = f"{counted(new, 'new article')}" if new else "No new article"
    apart = apart_from_the_text(report.get("changed") or {})
    more = f"{counted(changed, 'known one')} had changed{apart}" if changed else "no known one had changed"
    return f"{news} {'was' if new <= 1 else 'were'} stored, {more}."


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _troubles(report: Mapping[str, Any]) -> str:
    sums = {fate: sum_of(report, fate) for fate in (GONE, QUARANTINE, FAILED)}
    words = {GONE: "gone from the paper", QUARANTINE: "set aside", FAILED: "not to be had"}
    named = [f"{sums[fate]:,} {words[fate]}" for fate in sums if sums[fate]]
    if not named:
        return ""
    first, last = ", ".join(named[:-1]), named[-1]
    number = counted(sum(sums.values()), "address", "addresses")
    return f"{number} gave no article: {f'{first} and {last}' if first else last}."


def sum_of(report: Mapping[str, Any], fate: str) -> int:
    """How many addresses of a run had a fate, listings included."""
    kinds: Mapping[str, Mapping[str, Mapping[str, int]]] = report["counts"]
    return sum(sum(fates.get(fate, {}).values()) for fates in kinds.values())
