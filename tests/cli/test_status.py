"""`langson status`: what is there, what waits, what the last runs did; it reads along and writes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.items import Page
from crawler.process import process
from crawler.report.outcomes import Outcome
from crawler.store.lock import folder_lock
from crawler.store.state import State, Visit
from tests.rim.site import article

MOMENT = "2026-11-24T08:00:00+07:00"
RUN = "20261124T080000-abcdef"
Run = Callable[..., tuple[int, str, str]]


def url(number: int) -> str:
    """An article's address."""
    return f"https://baolangson.vn/chinh-tri/{number}-hoi-nghi.html"


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    """The state of a run at work: four articles asked for, three acknowledged, one waits besides."""
    state = State(tmp_path, create=True, run=RUN)
    state.runs.begin(RUN, started_at=MOMENT, options={"spider": "politics"})
    goal = state.frontier.goal('{"sections": ["chinh-tri"], "since": null, "before": null}')
    for number in range(1001, 1006):
        state.frontier.add_article(f"main/{number}", url(number), goal=goal, form="", found_at=MOMENT)
    state.lease(4, 0)
    page = Page(
        url=url(1001),
        body=str(article(1001).body).encode(),
        headers={},
        fetched_at=datetime.fromisoformat(MOMENT),
    )
    state.keep(Visit(url=url(1001), seen_at=MOMENT), process(page))
    _end(state, 1002, "quarantine", "missing:body")
    _end(state, 1003, "failed", "http-404", due=0.0)
    state.walks.cover("https://baolangson.vn/chinh-tri", "", MOMENT)
    yield state
    state.close()


def _end(state: State, number: int, fate: str, reason: str, **facts: Any) -> None:
    visit = replace(Visit(url=url(number), seen_at=MOMENT), warc="pages.warc.gz:100")
    state.settle(visit, Outcome(fate, reason, "because"), fate, **facts)


def files(folder: Path) -> dict[str, bytes]:
    """Everything in a folder, but SQLite's shared memory (a reader's place in the log)."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith("-shm")}


def test_while_a_crawl_is_at_work(run: Run, state: State, tmp_path: Path) -> None:
    """It reads what is acknowledged so far, says that a run is at work, and leaves every byte as it is."""
    with folder_lock(tmp_path):
        before = files(tmp_path)
        code, out, err = run("status", "--data", tmp_path)
        assert files(tmp_path) == before

    assert (code, err) == (0, "")
    assert f"{tmp_path}: 1 articles in 1 months, 2022-10 to 2022-10" in out
    assert "a crawl is at work" in out
    for line in (
        "article  done               1  new",
        "article  quarantine         1  missing:body",
        "article  failed             1  http-404",
        "article  leased             1",
        "article  pending            1",
        f"pending since {MOMENT}  {url(1005)}",
        "read to its end, as of 2026-11-24T08:00:00+07:00: /chinh-tri",
        "quarantine: 1 missing:body",
        "due to be asked again: 1",
    ):
        assert line in out
    assert "running" in out


def test_after_a_kill(run: Run, state: State, tmp_path: Path) -> None:
    """A run that never ended and holds no lock was killed."""
    state.close()
    found = json.loads(run("status", "--data", tmp_path, "--json")[1])

    assert found["running"] is False
    assert [(row["run"], row["end"], row["new"]) for row in found["runs"]] == [(RUN, "crashed", 1)]
    assert sum(row["addresses"] for row in found["addresses"]) == 5
    assert found["oldest_pending"] == [{"since": MOMENT, "url": url(1005)}]
    assert found["quarantine"] == {"missing:body": 1}


def test_an_ended_run_is_named_by_its_code(run: Run, state: State, tmp_path: Path) -> None:
    """The last five runs, the newest first, each with what it came to."""
    for number, code in enumerate((0, 8, 9, 4, 3, 130)):
        name = f"20261125T08000{number}-abcdef"
        state.runs.begin(name, started_at=f"2026-11-25T08:00:0{number}+07:00", options={})
        state.runs.end(name, ended_at=f"2026-11-25T09:00:0{number}+07:00")
        state.runs.report(name, exit_code=code, report={})
    state.close()
    found = json.loads(run("status", "--data", tmp_path, "--json")[1])

    assert [row["end"] for row in found["runs"]] == [
        "interrupted",
        "partial",
        "robots",
        "wall",
        "nothing-new",
    ]
    out = run("status", "--data", tmp_path)[1]
    assert "2026-11-25 08:00:01 - 09:00:01  nothing-new" in out


def test_no_data_folder(run: Run, tmp_path: Path) -> None:
    """Nothing there: one line, the storage code, and nothing is made."""
    code, out, err = run("status", "--data", tmp_path / "none")

    assert (code, out) == (6, "")
    assert "`langson crawl` makes it" in err
    assert not (tmp_path / "none").exists()
