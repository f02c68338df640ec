"""What is told of a run that has ended: one JSON object, and a line for people. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from crawler.report.exit_codes import TABLE, code_name
from crawler.report.outcomes import FAILED, FILTERED, GONE, QUARANTINE, UNCHANGED
from crawler.store.runs import CRASHED

SCHEMA: Literal["notice/1"] = "notice/1"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MOST = 20  # warnings
_LONGEST = 500  # characters of one
Count = Annotated[int, Field(ge=0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Articles:
    """What became of the articles that the run asked for; each is counted once, changed ones are kept."""

    new: Count
    changed: Count
    unchanged: Count
    gone: Count
    failed: Count
    quarantined: Count
    filtered: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceNotice:
    """How long nothing new has come, as in `langson status --json`."""

    newest_article_at: str | None
    working_days: Count
    expected_articles: float | None
    unusual: bool
    cause: str | None
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is told of a run.

    Attributes:
        schema: Version of this object.
        event: "run.ended", whatever it found; "run.crashed": it was killed, a later start found that out;
            "run.failed": it could not be begun or broke, and left no report.
        text: One line for people; chat services that take a `text` show it.
        command: "crawl", "backfill" or "archives": who tells it.
        data: The data folder.
        run: The run's name; null where it could not be begun.
        started_at, ended_at: ISO 8601; null where not known.
        exit_code, exit_name, meaning: As in the README's table; code null where it was killed.
        error: What went wrong as a whole, or null.
        articles: Null where there is no report.
        requests: How many requests were sent, or null.
        robots_refused: Addresses that robots.txt refused.
        warnings: What the run warned of, at most twenty.
        published: Files of the dataset that were written.
        report: Path of the run's report.json, or null.
        silence: Null where the state could not be read.
    """

    schema: Literal["notice/1"] = SCHEMA
    event: Literal["run.ended", "run.crashed", "run.failed"]
    text: str
    command: str
    data: str
    run: str | None = None
    started_at: str | None = None
    ended_at: str | None = None
    exit_code: int | None
    exit_name: str
    meaning: str
    error: str | None = None
    articles: Articles | None = None
    requests: Count | None = None
    robots_refused: Count = 0
    warnings: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    report: str | None = None
    silence: SilenceNotice | None = None

    def to_json(self) -> dict[str, Any]:
        """Give it as JSON, every field, in order."""
        return asdict(self)


def notice_schema() -> dict[str, Any]:
    """Give the JSON Schema of a notice: docs/monitoring/notice.schema.json."""
    schema = TypeAdapter(Notice).json_schema(mode="serialization")
    for part in (schema, *schema["$defs"].values()):
        part["required"] = list(part["properties"])
        part["additionalProperties"] = False
        for field in part["properties"].values():
            field.pop("default", None)
    return {"$schema": _DIALECT, "$id": f"langson:{SCHEMA}", **schema}


def notice_of_run(
    run: Mapping[str, Any], *, command: str, data: str, silence: Mapping[str, Any] | None
) -> Notice:
    """Give the notice of a run that the state knows.

    Args:
        run: As in `Runs.last`, with its report.
        command: Who tells it.
        data: The data folder.
        silence: As `Silence.to_json` gives it, or None.
    """
    report = run["report"]
    code, counts = run["exit_code"], report.get("counts", {}).get("article", {})
    changes = report.get("articles")
    crashed = run["state"] != "ended"
    found = _articles(changes, counts) if changes else None
    name = CRASHED if crashed else code_name(code)
    return Notice(
        event="run.crashed" if crashed else "run.ended",
        text=_text(command, data, name, found, silence),
        command=command,
        data=data,
        run=run["id"],
        started_at=run["started_at"],
        ended_at=run["ended_at"],
        exit_code=code,
        exit_name=name,
        meaning=_meaning(code, crashed=crashed),
        error=report.get("error"),
        articles=found,
        requests=report.get("requests"),
        robots_refused=sum(report.get("refusals", {}).values()),
        warnings=_bounded(report.get("warnings", ())),
        published=tuple(report.get("published", ())),
        report=f"{data}/runs/{run['id']}/report.json" if "schema" in report else None,
        silence=SilenceNotice(**silence) if silence else None,
    )


def notice_of_failure(
    *, command: str, data: str, code: int, error: str, run: str | None = None, at: str | None = None
) -> Notice:
    """Give the notice of a run that left no report."""
    name = code_name(code)
    return Notice(
        event="run.failed",
        text=f"langson {command}, {data}: {name}: {error}",
        command=command,
        data=data,
        run=run,
        ended_at=at,
        exit_code=code,
        exit_name=name,
        meaning=_meaning(code, crashed=False),
        error=error[:_LONGEST],
    )


def _articles(changes: Mapping[str, int], counts: Mapping[str, Mapping[str, int]]) -> Articles:
    sums = {fate: sum(counts.get(fate, {}).values()) for fate in (GONE, FAILED, QUARANTINE, FILTERED)}
    return Articles(
        new=changes["new"],
        changed=changes["changed"],
        unchanged=changes[UNCHANGED],
        gone=sums[GONE],
        failed=sums[FAILED],
        quarantined=sums[QUARANTINE],
        filtered=sums[FILTERED],
    )


def _text(
    command: str, data: str, name: str, found: Articles | None, silence: Mapping[str, Any] | None
) -> str:
    parts = [f"langson {command}, {data}: {name}"]
    if found is not None:
        parts.append(f"{found.new} new, {found.changed} changed, {found.gone} gone")
        bad = {"failed": found.failed, "quarantined": found.quarantined}
        parts += [f"{number} {what}" for what, number in bad.items() if number]
    if silence and silence["unusual"]:
        parts.append(f"{silence['working_days']} working days without an article ({silence['cause']})")
    return "; ".join(parts)


def _meaning(code: int | None, *, crashed: bool) -> str:
    if crashed:
        return "the run was killed; the next one goes on where it stopped"
    return next((meaning for known, _, meaning in TABLE if known == code), "")


def _bounded(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(line[:_LONGEST] for line in lines[:_MOST])
