"""The report in Markdown, without any HTML: for the terminal and for a report of a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from crawler.report.doctor.article_page import LIKELY, MISSING, SURE, WEAK, ArticleReading
from crawler.report.doctor.diagnosis import Diagnosis
from crawler.report.doctor.fields import ERAS, LABELS
from crawler.report.doctor.finding import Finding
from crawler.report.doctor.judgement import unseen_eras
from crawler.report.doctor.rules import LABELS as WAY_LABELS
from crawler.report.doctor.rules import Rule, Rules
from crawler.report.doctor.selectors import ABSENT, AGREES, ELSEWHERE
from crawler.report.doctor.ways import Way
from crawler.report.exit_codes import ExitCode

_STATES: Final = {
    "answers": "answers",
    "empty": "is there, but shows no article",
    "silent": "is not there",
    "refused": "is refused by robots.txt, not asked",
    "wall": "is behind a wall",
    "busy": "is in trouble",
    "faulty": "sends what cannot be used",
    "failed": "does not answer",
    "not-tried": "was not tried",
}
_CONFIDENCE: Final = {SURE: "sure", LIKELY: "likely", WEAK: "not sure", MISSING: "missing"}
_VERDICTS: Final = {AGREES: "agrees", ELSEWHERE: "finds another part of the page", ABSENT: "finds nothing"}
_MEANINGS: Final = {
    ExitCode.PARTIAL: "most can be read, some not",
    ExitCode.ROBOTS: "robots.txt refuses what is needed",
    ExitCode.NOTHING: "nobody answers",
    ExitCode.WALL: "a wall, or pages that cannot be read as they are now",
}
_SIGNS: Final = {"note": "NOTE", "partial": "LOOK AT THIS"}
_MARKUP = re.compile(r"[`*<>\\\[\]]")
_ESCAPED = re.compile(r"\\([`*<>\\\[\]])")


def markdown(diagnosis: Diagnosis) -> Iterator[str]:
    """Give the report line by line."""
    place = diagnosis.place
    yield f"# Doctor's report on {place.base}"
    yield ""
    when = f", the first on {diagnosis.at:%Y-%m-%d %H:%M} (+07:00)" if diagnosis.at else ""
    yield f"{diagnosis.requests} answers{when}; asked as “{place.agent}”."
    yield ""
    yield from _findings(diagnosis)
    for rules in diagnosis.rules:
        yield from _rules(rules)
    yield from _ways(diagnosis.ways)
    for layout in dict.fromkeys(reading.layout for reading in diagnosis.articles):
        yield from _era(layout, [reading for reading in diagnosis.articles if reading.layout == layout])


def plain(line: str) -> str:
    """Give a line of the report as a terminal shows it.

    >>> plain("- title: sure A " + chr(92) + "* B")
    '- title: sure A * B'
    """
    return _ESCAPED.sub(r"\1", line)


def _findings(diagnosis: Diagnosis) -> Iterator[str]:
    problems = [one for one in diagnosis.findings if one.kind != "note"]
    yield "## What was found"
    yield ""
    if not problems and not diagnosis.articles:
        yield "Nothing is wrong in what was looked at, but no article's page was."
    elif not problems and (unseen := unseen_eras({reading.layout for reading in diagnosis.articles})):
        yield "What was seen is well: articles can be found, fetched and read."
        yield f"NOT SEEN: any article of {', '.join(ERAS[layout] for layout in unseen)}."
    elif not problems:
        yield "All is well: articles can be found, fetched and read."
    else:
        things = "1 thing" if len(problems) == 1 else f"{len(problems)} things"
        yield f"{things} to look at (exit code {int(diagnosis.code)}: {_MEANINGS[diagnosis.code]})."
    yield ""
    for number, finding in enumerate([*problems, *(f for f in diagnosis.findings if f.kind == "note")], 1):
        yield from _finding(number, finding)


def _finding(number: int, finding: Finding) -> Iterator[str]:
    yield f"{number}. {_SIGNS.get(finding.kind, 'PROBLEM')}: {_safe(finding.text)}"
    if finding.advice:
        yield f"   - What to do: {finding.advice}"
    for page in finding.pages:
        yield f"   - Page: {_safe(page)}"
    yield ""


def _rules(rules: Rules) -> Iterator[str]:
    yield f"## robots.txt of {rules.origin}"
    yield ""
    yield _safe(rules.summary)
    yield ""
    verdicts: dict[tuple[bool, str, int], list[Rule]] = {}
    for rule in rules.rules:
        verdicts.setdefault((rule.allowed, rule.rule, rule.line), []).append(rule)
    for (allowed, text, line), judged in sorted(verdicts.items()):
        by = f"by “{_safe(text)}” (line {line})" if text else "no rule matches"
        names = ", ".join(dict.fromkeys(WAY_LABELS[rule.way] for rule in judged))
        yield f"- {'allowed' if allowed else 'REFUSED'} ({by}): {names}"
        if not allowed:
            yield from (f"   - {_safe(rule.path)}" for rule in judged)
    if verdicts:
        yield ""


def _ways(ways: tuple[Way, ...]) -> Iterator[str]:
    yield "## Ways to the articles"
    yield ""
    for way in ways:
        told = way.reach or way.detail
        line = f"- {WAY_LABELS[way.name]}: {_STATES[way.state]}"
        yield f"{line}{f': {_safe(told)}' if told else ''}{f' ({_safe(way.example)})' if way.example else ''}"
    yield ""


def _era(layout: str, readings: list[ArticleReading]) -> Iterator[str]:
    yield f"## Articles of {ERAS[layout]}: {len(readings)} looked at"
    yield ""
    for reading in readings:
        yield f"### {_safe(reading.url)}"
        yield ""
        if reading.refusal:
            yield f"Gives no record: {_safe(reading.refusal)}"
            yield ""
        for one in reading.fields:
            source = f"; from {one.source}" if one.source else ""
            place = f"; stands in {_safe(one.path)}" if one.path else ""
            value = f" “{_safe(one.value)}”" if one.value else ""
            why = f" ({_safe(one.why)})" if one.why else ""
            yield f"- {LABELS[one.name]}: {_CONFIDENCE[one.confidence]}{value}{source}{place}{why}"
        yield ""
    yield from _compared(readings)


def _compared(readings: list[ArticleReading]) -> Iterator[str]:
    """The selectors known of this era, over all its pages."""
    known = dict.fromkeys((one.field, one.selector, one.confidence) for r in readings for one in r.compared)
    if not known:
        return
    yield "Beside the selectors that are known (none was ever checked on this site):"
    yield ""
    for name, selector, confidence in known:
        verdicts = [one.verdict for r in readings for one in r.compared if one.selector == selector]
        counts = [
            f"{words} on {verdicts.count(verdict)}"
            for verdict, words in _VERDICTS.items()
            if verdict in verdicts
        ]
        yield f"- {LABELS[name]}, {selector} ({confidence}): {', '.join(counts)} of {len(verdicts)} pages"
    yield ""


def _safe(text: str) -> str:
    """A page's words as plain text: nothing in them is markup, and all of it stands on one line."""
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))
