"""The whole: from what was asked and answered to what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from crawler.discover.window import VIETNAM
from crawler.report.doctor.answers import Answer
from crawler.report.doctor.article_page import ArticleReading
from crawler.report.doctor.evidence import Asked, Place
from crawler.report.doctor.finding import Finding, earned_code
from crawler.report.doctor.judgement import Case, judge
from crawler.report.doctor.rules import Rules, rules_of
from crawler.report.doctor.ways import Way, ways
from crawler.report.exit_codes import ExitCode

SCHEMA: Final = "doctor/1"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What the doctor says.

    Attributes:
        at: When the first answer came; None where none did.
        requests: How many answers there are, robots.txt and redirects included.
    """

    place: Place
    at: datetime | None
    requests: int
    rules: tuple[Rules, ...]
    ways: tuple[Way, ...]
    articles: tuple[ArticleReading, ...]
    findings: tuple[Finding, ...]

    @property
    def code(self) -> ExitCode:
        """The exit code that the findings earn."""
        return earned_code(self.findings)

    def to_json(self) -> dict[str, Any]:
        """Give it as ``report.json`` has it."""
        whole = {"schema": SCHEMA, "exit_code": int(self.code), **asdict(self)}
        for way, told in zip(self.ways, whole["ways"], strict=True):
            told["reach"] = way.reach
        plain: dict[str, Any] = _plain(whole)
        return plain


def diagnose(place: Place, answers: Sequence[Answer], asked: Sequence[Asked]) -> Diagnosis:
    """Judge what was read.

    Args:
        answers: Every exchange as it was read, in order.
        asked: Every question; empty where only an archive is at hand.
    """
    rules, found = rules_of(answers, asked, place), ways(answers, asked)
    case = Case(answers, asked, rules, found, place.permitted, place.copy is None)
    readings = tuple(answer.article for answer in case.pages if answer.article is not None)
    at = min((answer.at.astimezone(VIETNAM) for answer in answers), default=None)
    return Diagnosis(place, at, len(answers), rules, found, readings, judge(case))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, (date, datetime)) else value
