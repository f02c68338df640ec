"""Real runs that are watched: metrics and notices at every end, and nothing of them in the way."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer
from prometheus_client.parser import text_string_to_metric_families

from crawler.cli.watched import Watch, parse_watch, watched
from crawler.errors import SettingError, StoreError
from crawler.monitoring.hook import parse_hook
from crawler.monitoring.notice import notice_schema
from crawler.replica import Newspaper
from crawler.replica.server import serve
from crawler.store.lock import FolderBusyError, folder_lock
from crawler.store.state import State
from tests.monitoring.receiver import SECRET, Receiver, receiving
from tests.rim.command import ROOT, Done, langson
from tests.rim.site import Site, of_articles, served
from tests.web_archives.served_paper import archives, fill, paper_of
from tests.web_archives.shelf import CommonCrawlServer, serving

REFUSAL = "User-agent: *\nDisallow: /\n"


@pytest.fixture
def hook() -> Iterator[Receiver]:
    """A webhook that takes everything."""
    with receiving() as mine:
        yield mine


def crawl(origin: str, data: Path, *options: object) -> Done:
    """Crawl a paper's main section without a pause."""
    place = ("--origin", origin, "--data", data, "--section", "chinh-tri", "--delay", 0)
    return langson("crawl", *place, *options)


def one(hook: Receiver) -> dict[str, Any]:
    """The one notice that came; it keeps to the schema."""
    (told,) = hook.bodies
    jsonschema.validate(told, notice_schema())
    hook.bodies.clear()
    return told


def samples(path: Path) -> dict[str, float]:
    """The metrics of a file: name and label values -> value."""
    found = text_string_to_metric_families(path.read_text("utf-8"))
    return {
        "/".join([sample.name, *sample.labels.values()]): sample.value
        for metric in found
        for sample in metric.samples
    }


@pytest.mark.drill
def test_the_replica(tmp_path: Path, hook: Receiver) -> None:
    """Two crawls of the replica: what is told is what the report says, by webhook, command and metrics."""
    data, metrics, copy = tmp_path / "data", tmp_path / "node" / "langson.prom", tmp_path / "copy"
    tell = shlex.join(["sh", "-c", f"cat > {copy}; echo $LANGSON_EXIT_CODE >> {copy}"])
    watch = ("--notify", f"{hook.url}/{SECRET}", "--notify", tell, "--metrics", metrics)
    with serve(Newspaper(11, 60)) as paper:
        first = crawl(paper.origin, data, *watch)
        told = one(hook)
        report = json.loads(Path(told["report"]).read_bytes())
        seen = samples(metrics)
        again = crawl(paper.origin, data, *watch)

    assert (first.returncode, told["exit_code"], told["event"]) == (0, 0, "run.ended"), first.stderr
    assert (told["run"], told["requests"]) == (report["run"], report["requests"])
    assert told["articles"]["new"] == report["articles"]["new"] > 0
    assert told["silence"] == report["silence"]
    assert seen["langson_articles"] == seen["langson_last_run_articles/new"] == report["articles"]["new"]
    assert seen["langson_last_run_outcome/ok"] == 1
    assert seen["langson_running"] == 0
    assert seen["langson_holes_unexplained"] == 0
    assert (again.returncode, one(hook)["exit_name"]) == (8, "nothing-new")
    assert samples(metrics)["langson_last_run_outcome/nothing-new"] == 1
    body, code = copy.read_text("utf-8").splitlines()
    assert (json.loads(body)["exit_code"], code) == (8, "8")


@pytest.mark.drill
def test_refused_by_robots(tmp_path: Path, hook: Receiver) -> None:
    """A run that robots.txt refuses is told as such."""
    with serve(Newspaper(11, 30), robots_txt=REFUSAL) as paper:
        done = crawl(paper.origin, tmp_path / "data", "--notify", hook.url, "--metrics", tmp_path / "x.prom")
    told = one(hook)

    assert (told["event"], told["exit_code"]) == ("run.ended", done.returncode)
    assert told["robots_refused"] > 0
    assert samples(tmp_path / "x.prom")["langson_last_run_robots_refused"] == told["robots_refused"]


@pytest.mark.drill
def test_a_hook_that_fails(tmp_path: Path) -> None:
    """The run is what it would be without; one line says so, and the key stands nowhere."""
    with served(of_articles(4)) as site, receiving(404) as hook:
        address = f"{hook.url}/{SECRET}?key={SECRET}"
        done = crawl(site.url, tmp_path, "--notify", address, "--notify", f"/no/where {SECRET}", "-vv")
        plain = crawl(site.url, tmp_path / "other")

    assert done.returncode == plain.returncode
    assert f"langson: notify: {hook.url}: it answers HTTP 404; the run is not touched by it" in done.stderr
    assert "langson: notify: where: cannot be started" in done.stderr
    assert SECRET not in done.stdout + done.stderr
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if SECRET.encode() in path.read_bytes()] == []


def start(site: Site, data: Path, hook: Receiver) -> subprocess.Popen[str]:
    """Start a slow crawl that is told of by the environment; wait until it has asked for some articles."""
    command = [sys.executable, "-m", "crawler.cli", "crawl", "--origin", site.url, "--section", "chinh-tri"]
    process = subprocess.Popen(
        [*command, "--data", str(data), "--delay", "0.2"], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | {"LANGSON_NOTIFY": hook.url},
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while len(site.paths()) < 5 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert process.poll() is None
    return process


@pytest.mark.drill
def test_killed(tmp_path: Path, hook: Receiver) -> None:
    """The next start tells of the killed run first, then of itself; a third one of itself alone."""
    with served(of_articles(12)) as site:
        process = start(site, tmp_path, hook)
        process.kill()
        process.communicate(timeout=30)
        assert hook.bodies == []
        assert crawl(site.url, tmp_path, "--notify", hook.url).returncode == 0
        killed, ended = hook.bodies
        hook.bodies.clear()
        crawl(site.url, tmp_path, "--notify", hook.url)

    assert [(told["event"], told["exit_name"]) for told in (killed, ended)] == [
        ("run.crashed", "crashed"),
        ("run.ended", "ok"),
    ]
    assert killed["articles"]["new"] + ended["articles"]["new"] == 12
    assert killed["run"] < ended["run"] < one(hook)["run"]


@pytest.mark.drill
def test_interrupted(tmp_path: Path, hook: Receiver) -> None:
    """SIGTERM: told as interrupted, with the run's own exit code."""
    with served(of_articles(30)) as site:
        process = start(site, tmp_path, hook)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)

    assert process.returncode == 130
    assert (one(hook)["exit_name"], hook.bodies) == ("interrupted", [])


@pytest.mark.drill
def test_broken(tmp_path: Path, hook: Receiver) -> None:
    """A fault of this program in the middle of a start: told, and the fault goes its way."""
    code = (
        "from crawler.extensions.run import Run\n"
        "def broken(self, *rest, **more): raise RuntimeError('đứt')\n"
        "Run.__init__ = broken\n"
        "from crawler.cli import main\nmain()"
    )
    with served(of_articles(3)) as site:
        options = ["--origin", site.url, "--data", str(tmp_path / "data"), "--section", "chinh-tri"]
        command = [sys.executable, "-c", code, "crawl", *options, "--delay", "0", "--notify", hook.url]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 1
    told = one(hook)
    assert (told["event"], told["exit_name"], told["run"]) == ("run.failed", "fault", None)


@pytest.mark.drill
def test_archives(tmp_path: Path, hook: Receiver) -> None:
    """A run that asks a web archive is told of as any other."""
    found = CommonCrawlServer()
    fill(paper_of(4), found)
    with serving(found):
        done = archives(found, tmp_path / "data", "--notify", hook.url, "--metrics", tmp_path / "x.prom")

    told = one(hook)
    assert (told["command"], told["exit_code"]) == ("archives", done.returncode), done.stderr
    assert told["articles"]["new"] == samples(tmp_path / "x.prom")["langson_articles"] > 0


# --- the door itself, in this process -----------------------------------------------------------


def watch_of(hook: Receiver) -> Watch:
    """A watch that tells a webhook."""
    return Watch((parse_hook(hook.url),))


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (StoreError("data: No space left on device"), 6, "No space left"),
        (RuntimeError("đứt\nhai dòng"), 1, "RuntimeError: đứt hai dòng"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (typer.Exit(6), 6, "the run left no report"),
    ],
)
def test_a_run_without_a_report(
    tmp_path: Path, hook: Receiver, error: BaseException, code: int, words: str
) -> None:
    """It broke before it could write one: what went wrong is told, and goes its way."""
    State(tmp_path, create=True).close()
    with pytest.raises(type(error)), watched(tmp_path, "backfill", watch_of(hook)):
        raise error

    told = one(hook)
    assert (told["event"], told["command"], told["exit_code"]) == ("run.failed", "backfill", code)
    assert words in told["error"]


def test_a_folder_that_cannot_be_made(tmp_path: Path, hook: Receiver) -> None:
    """Nothing could begin: told as well, as a full disk is."""
    (tmp_path / "data").touch()
    with pytest.raises(StoreError), watched(tmp_path / "data", "crawl", watch_of(hook)):
        pass

    assert (one(hook)["exit_name"], (tmp_path / "data").read_bytes()) == ("storage", b"")


@pytest.mark.parametrize("busy", [False, True])
def test_no_run_took_place(tmp_path: Path, hook: Receiver, busy: bool) -> None:
    """An option that cannot be used, another run at work: nobody is told."""
    kind = FolderBusyError if busy else SettingError
    with (
        folder_lock(tmp_path) if busy else nullcontext(),
        pytest.raises(kind),
        watched(tmp_path, "crawl", watch_of(hook)),
    ):
        raise SettingError("since: it is no day")

    assert hook.bodies == []


def test_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line a hook; the option goes before it; what reads strangers' pages never sees it."""
    monkeypatch.setenv("LANGSON_NOTIFY", f"https://a.example/{SECRET}\n\n/usr/bin/tell 'the team'\n")
    assert [hook.name for hook in parse_watch(None, None).hooks] == ["https://a.example", "tell"]
    assert "LANGSON_NOTIFY" not in os.environ

    monkeypatch.setenv("LANGSON_NOTIFY", "tell-nobody")
    assert [hook.name for hook in parse_watch(["tell"], None).hooks] == ["tell"]
    assert parse_watch(None, None) == Watch()


@pytest.mark.parametrize("name", ["missing/a.prom", "missing/deeper/a.prom", "file/a.prom"])
def test_metrics_into_a_missing_folder(tmp_path: Path, name: str) -> None:
    """Are refused before anything is done, and no folder is made."""
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingError, match=r"metrics: .* is not there"):
        parse_watch(None, tmp_path / name)
    assert not (tmp_path / "missing").exists()
    assert parse_watch(None, tmp_path / "a.prom").metrics == tmp_path / "a.prom"
