"""The survey for people: a line for each section's months, then one for each hole. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice

from crawler.report.completeness.causes import MEANINGS, Cause
from crawler.report.completeness.hole import Hole
from crawler.report.completeness.item import OTHER, UNKNOWN
from crawler.report.completeness.survey import Survey
from crawler.report.completeness.table import Row, hole_causes, together

# A terminal's worth; the files name all.
HOLES = 100
LEAPS = 5
_UNDATED = "no day"
_WIDE = 44  # of a section's name
_LONG = 160  # of what is known of a hole; the files have it whole


def survey_lines(
    survey: Survey, sources: Sequence[tuple[str, str, str]] = (), most: int = HOLES
) -> Iterator[str]:
    """Give the survey in lines.

    Args:
        survey: It, finished.
        sources: The sources that were asked, as (name, state, detail).
        most: Name so many holes at most.
    """
    yield from _months(survey)
    yield from _reach(survey)
    if sources:
        said = (f"{name} {state}" for name, state, _ in dict.fromkeys(sources))
        yield f"sources: {', '.join(said)}"
    yield from _holes(survey, most)
    yield from _leaps(survey)


# --- the table ----------------------------------------------------------------------------------


def _months(survey: Survey) -> Iterator[str]:
    """A line for each month with holes; complete months in a row have one together."""
    months = [entry for entry in survey.months() if entry[0] != OTHER]
    wide = max((len(section) for section, _, _ in months), default=7)
    wide = min(max(wide, len(UNKNOWN)), _WIDE)
    yield f"{'section':{wide}}  {'months':17}  expected    stored  missing"
    for section, entries in groupby(months, key=lambda entry: entry[0]):
        for _, run in groupby(entries, key=_complete):
            rows = list(run)
            whole = together(row for _, _, row in rows)
            months_told = _span([month for _, month, _ in rows])
            yield f"{_cut(section, wide):{wide}}  {months_told:17}  {_counts(whole)}"


def _complete(entry: tuple[str, str, Row]) -> object:
    """Months that are told together: complete ones of a section; each other month stands alone."""
    _, month, row = entry
    return "" if month and not row.missing() else (month, "alone")


def _span(months: Sequence[str]) -> str:
    first, last = months[0] or _UNDATED, months[-1] or _UNDATED
    return first if first == last else f"{first} - {last}"


def _counts(row: Row) -> str:
    causes = ", ".join(f"{cause} {number}" for cause, number in hole_causes(row))
    stored = row.causes[Cause.STORED]
    return f"{row.expected():8}  {stored:8}  {row.missing():7}  {causes}".rstrip()


def _cut(text: str, wide: int) -> str:
    return text if len(text) <= wide else f"{text[: wide - 1]}…"


# --- what cannot be told --------------------------------------------------------------------------


def _reach(survey: Survey) -> Iterator[str]:
    """One line: before its beginning nothing is known, and nothing is a hole."""
    yield ""
    oldest = min((first for first, _ in survey.beginnings.values()), default=None)
    since = survey.window.since
    if oldest is not None and (since is None or since.date() < oldest):
        yield f"out of reach: everything before {oldest}, the oldest day of which any source shows an article"
    few = [section for section, (_, begin) in survey.beginnings.items() if begin is None]
    if few:
        yield f"too few articles to say which days are silent: {', '.join(_cut(name, _WIDE) for name in few)}"


# --- holes ------------------------------------------------------------------------------------------


def _holes(survey: Survey, most: int) -> Iterator[str]:
    counts, total = survey.hole_counts, survey.hole_counts.total()
    if not total:
        yield "no holes: all that any source shows is stored, or was left out as asked"
        return
    yield ""
    yield "1 hole" if total == 1 else f"{total} holes"
    for cause, number in sorted(counts.items(), key=lambda entry: list(Cause).index(entry[0])):
        yield f"  {number:6}  {cause}: {MEANINGS[cause]}"
    yield ""
    for hole in islice(survey.holes(), most):
        yield hole_line(hole)
    if total > most:
        yield f"… and {total - most} more"


def hole_line(hole: Hole) -> str:
    """Give a hole in one line."""
    when = f"{hole.day}" if hole.day else _UNDATED
    if hole.until is not None and hole.until != hole.day:
        when = f"{when} to {hole.until}"
    where = "  ".join(text for text in (hole.section, hole.url) if text)
    known = f" ({_cut(hole.detail, _LONG)})" if hole.detail else ""
    shown = f"; shown by {', '.join(hole.sources)}" if hole.kind == "article" and hole.sources else ""
    return f"{when}  {hole.cause}  {where}{known}{shown}; {_to_do(hole)}"


def _to_do(hole: Hole) -> str:
    if not hole.explained:
        return hole.advice
    return f"explained; {hole.advice}" if hole.advice else "explained"


def _leaps(survey: Survey) -> Iterator[str]:
    if not survey.leaps:
        return
    yield ""
    yield "perhaps missing (weak: numbers also go to other sections, drafts and pictures)"
    for leap in sorted(survey.leaps, key=lambda leap: leap.first - leap.last)[:LEAPS]:
        numbers = f"numbers {leap.first} to {leap.last} (two known ones stand {leap.usual:.0f} apart)"
        yield f"{leap.after} to {leap.before}  some {leap.missing()} articles: {numbers}"
    if len(survey.leaps) > LEAPS:
        yield f"… and {len(survey.leaps) - LEAPS} more"
