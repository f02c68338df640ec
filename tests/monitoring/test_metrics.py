"""`langson metrics`: read by Prometheus' own client; every metric of the sample rules is there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from crawler import clock
from crawler.monitoring.metrics import families
from crawler.monitoring.snapshot import Snapshot
from crawler.report.completeness.causes import Cause
from crawler.report.current_silence import Silence
from tests.coverage.folder import NOW, Folder

DOCS = Path(__file__).parents[2] / "docs" / "monitoring"
Run = Callable[..., tuple[int, str, str]]
RUN = "20261124T070000-abcdef"
REPORT = {
    "schema": "run/1",
    "counts": {"article": {"stored": {"new": 3}, "failed": {"robots": 2}}, "listing": {"stored": {"": 1}}},
    "articles": {"new": 3, "changed": 0, "unchanged": 1},
    "requests": 9, "refusals": {"Disallow: / (line 2)": 2}, "warnings": ["few articles: …"],
    "pace": {"seconds": 1.0, "sent": [5, 4], "failed": [0, 1], "paced": [0.5, 1.25], "paused": [0.0, 30.0]},
}  # fmt: skip


@pytest.fixture(autouse=True)
def at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is `NOW`."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with one run, one article, one hole."""
    folder = Folder(tmp_path / "data")
    folder.store(1001, "2026-11-19")
    folder.sight("sitemap", [1001, 1002], day="2026-11-18")
    folder.address(1003, "quarantine", "missing:title")
    runs = folder.state.runs
    runs.begin(RUN, started_at="2026-11-24T07:00:00+07:00", options={"spider": "politics"})
    runs.end(RUN, ended_at="2026-11-24T07:01:30+07:00")
    runs.report(RUN, exit_code=3, report=REPORT)
    folder.state.close()
    return tmp_path / "data"


def parsed(text: str) -> dict[str, Metric]:
    """The metrics of a text, by name."""
    return {metric.name: metric for metric in text_string_to_metric_families(text)}


def values(metric: Metric) -> dict[str, float]:
    """The values of a metric, by its one label's value."""
    return {"".join(sample.labels.values()): sample.value for sample in metric.samples}


def test_a_folder(run: Run, data: Path) -> None:
    """What it holds, how its last run went, what is missing, how long the paper was silent."""
    code, out, err = run("metrics", "--data", data)
    found = parsed(out)

    assert (code, err) == (0, "")
    for name, value in {
        "langson_articles": 1,
        "langson_running": 0,
        "langson_state_readable": 1,
        "langson_last_run_exit_code": 3,
        "langson_last_run_duration_seconds": 90,
        "langson_last_run_requests": 9,
        "langson_last_run_failed_requests": 1,
        "langson_last_run_robots_refused": 2,
        "langson_last_run_warnings": 1,
        "langson_last_success_timestamp_seconds": 1795478490,
        "langson_newest_article_timestamp_seconds": 1795050000,
        "langson_silent_working_days": 2,
        "langson_metrics_timestamp_seconds": NOW.timestamp(),
    }.items():
        assert values(found[name]) == {"": value}, name
    assert values(found["langson_last_run_articles"]) == {"new": 3, "changed": 0, "unchanged": 1}
    assert values(found["langson_last_run_wait_seconds"]) == {"paced": 1.75, "paused": 30}
    assert values(found["langson_last_run_article_pages"])["failed"] == 2
    assert values(found["langson_frontier_addresses"]) == {"articlequarantine": 1}
    assert values(found["langson_holes"]) == {"never-asked": 1, "we-broke": 1}
    assert [n for n, v in values(found["langson_last_run_outcome"]).items() if v] == ["partial"]
    assert [n for n, v in values(found["langson_silence_cause"]).items() if v] == ["we-broke"]
    assert "langson_holes" not in parsed(run("metrics", "--data", data, "--no-holes")[1])


def test_in_status(run: Run, data: Path) -> None:
    """`langson status` tells the silence too, to people and to programs."""
    said = run("status", "--data", data)[1].splitlines()
    found = json.loads(run("status", "--data", data, "--json")[1])["silence"]

    assert any(line.startswith("newest article 2026-11-19 08:00: ") for line in said)
    assert found["newest_article_at"] == "2026-11-19T08:00:00+07:00"
    assert found["cause"] == "we-broke"


def test_a_file(run: Run, data: Path, tmp_path: Path) -> None:
    """The same, whole, with nothing left beside it; node-exporter may read it."""
    (tmp_path / "node").mkdir()
    code, out, err = run("metrics", "--data", data, "--out", tmp_path / "node" / "langson.prom")

    assert (code, out, err) == (0, "", "")
    assert [path.name for path in (tmp_path / "node").iterdir()] == ["langson.prom"]
    assert (tmp_path / "node" / "langson.prom").read_text("utf-8") == run("metrics", "--data", data)[1]


def test_no_state(run: Run, tmp_path: Path) -> None:
    """A folder that cannot be read: said, and to be seen in the file."""
    code, _, err = run("metrics", "--data", tmp_path / "none", "--out", tmp_path / "x.prom")

    assert code == 6
    assert "`langson crawl` makes it" in err
    assert values(parsed((tmp_path / "x.prom").read_text())["langson_state_readable"]) == {"": 0}


def test_a_file_that_cannot_be_written(run: Run, data: Path, tmp_path: Path) -> None:
    """One line, the storage code."""
    path = tmp_path / ("x" * 300)  # longer than a file's name may be
    code, out, err = run("metrics", "--data", data, "--out", path)

    assert (code, out) == (6, "")
    assert err.startswith(f"langson: metrics: {path}: ")


def everything() -> set[str]:
    """The names of all metrics that there are."""
    run = {"state": "ended", "started_at": NOW.isoformat(), "ended_at": NOW.isoformat(), "exit_code": 0}
    silence = Silence(newest_at=NOW, expected=1.0, cause=Cause.SITE_SILENT)
    found = Snapshot(
        now=NOW, busy=False, articles=1, revisions=0, tombstones=0, addresses={("article", "done"): 1}, due=0,
        last_run={**run, "report": REPORT}, ended_well_at=NOW, runs={"ended": 1}, silence=silence,
        holes={"refused": 1},
    )  # fmt: skip
    return {family.name for family in families(found, version="1", now=NOW) if family.samples}


@pytest.mark.parametrize("file", ["alerts.yml", "README.md"])
def test_what_the_documents_name(file: str) -> None:
    """Every metric that the sample rules and the table name is there, and the table names all."""
    text = (DOCS / file).read_text("utf-8")
    named = set(re.findall(r"\blangson_[a-z_]+", text))

    assert named <= everything()
    if file == "README.md":
        assert everything() - named <= {"langson_last_run_end_timestamp_seconds"}  # told as …_end_…


def test_names() -> None:
    """As Prometheus wants them: a prefix, words of small letters, a unit where there is one, no _total."""
    for name in everything():
        assert re.fullmatch(r"langson(_[a-z]+)+", name)
        assert not name.endswith("_total")
