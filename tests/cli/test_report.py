"""`langson report`: which run's page is written anew, where it is, and that nothing else is touched."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.cli import main
from tests.report.filled_folder import FIRST, SECOND, fill, opened

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two runs."""
    path = tmp_path_factory.mktemp("data")
    fill(path)
    return path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `langson report` in this process: exit code, standard output, standard error."""

    def langson(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["langson", "report", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = capsys.readouterr()
        return int(stopped.value.code or 0), out, err

    return langson


@pytest.mark.parametrize(
    ("named", "name"),
    [([], SECOND), ([SECOND], SECOND), (["20261124"], FIRST), ([f"data/runs/{FIRST}"], FIRST)],
)
def test_the_page_is_written_anew(run: Run, data: Path, named: list[str], name: str) -> None:
    """The last run's or the one that is named, by its name, its beginning or its folder; no other file."""
    path = data / "runs" / name / "report.html"
    before = path.read_bytes()
    path.unlink()
    others = {file: file.stat().st_mtime_ns for file in data.rglob("*") if file.is_file()}

    assert run(*named, "--data", data) == (0, f"{path}\n", "")
    if name == SECOND:  # a title of the first run's was changed by the second one
        assert path.read_bytes() == before
    assert {f: f.stat().st_mtime_ns for f in data.rglob("*") if f.is_file() and f != path} == others


@pytest.mark.parametrize(("opens", "said"), [(True, ""), (False, "no browser could be opened here")])
def test_open(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch, opens: bool, said: str) -> None:
    """The browser is given the file; where there is none, that is said."""
    given: list[str] = []

    def browser(address: str) -> bool:
        given.append(address)
        return opens

    monkeypatch.setattr("webbrowser.open", browser)
    code, _, err = run("--open", "--data", data)

    assert (code, given) == (0, [(data / "runs" / SECOND / "report.html").resolve().as_uri()])
    assert said in err


@pytest.mark.parametrize(
    ("named", "said"),
    [
        (["2026"], "run: 2026: 2 runs begin so, such as 20261124T080000-aaaaaa; `langson status` names"),
        (["1999"], "run: 1999: there is no such run; `langson status` names the last ones"),
    ],
)
def test_no_such_run(run: Run, data: Path, named: list[str], said: str) -> None:
    """One line that says what to do, and exit code 2."""
    code, out, err = run(*named, "--data", data)

    assert (code, out) == (2, "")
    assert said in err


def test_a_run_at_work(run: Run, tmp_path: Path) -> None:
    """It has no report yet: the one before is shown, and that is said."""
    fill(tmp_path)
    with opened(tmp_path) as folder:
        folder.begin("20261126T080000-cccccc")
    code, out, err = run("--data", tmp_path)

    assert (code, out) == (0, f"{tmp_path / 'runs' / SECOND / 'report.html'}\n")
    assert "the run 20261126T080000-cccccc has no report: it is at work, or was killed" in err


def test_a_folder_without_runs(run: Run, tmp_path: Path) -> None:
    """Nothing to show is an error that says what makes it."""
    with opened(tmp_path):
        pass

    assert run("--data", tmp_path)[0] == 2
    assert run("--data", tmp_path / "missing")[0] == 6
