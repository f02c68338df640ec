"""The exit codes as a user meets them: in --help, and for options that cannot be used."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.cli import main
from crawler.report.exit_codes import TABLE
from crawler.store.lock import folder_lock

Run = Callable[..., tuple[int, str, str]]
COPY = ("--origin", "http://127.0.0.1:9", "--delay", "0")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run `langson` in this process: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)

    def langson(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["langson", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = capsys.readouterr()
        return int(stopped.value.code or 0), out, err

    return langson


@pytest.mark.parametrize("command", ["crawl", "schedule"])
def test_help_has_the_table(run: Run, command: str) -> None:
    """Each code with its meaning."""
    text = " ".join(run(command, "--help")[1].split())

    for code, _, meaning in TABLE:
        assert f"{code.value} {meaning}" in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--section", ""], "section: it is empty; name one"),
        (["--section", " , "], "section: it is empty"),
        (["--section", "chinh-tri", "--section", ""], "section: it is empty"),
        (["--permission", ""], "permission: it is empty"),
        (["--permission", " \t "], "permission: it is empty"),
        (["--revisit", "sometimes"], "'sometimes' is not one of 'due', 'all', 'none'"),
    ],
)
def test_options_that_cannot_be_used(run: Run, tmp_path: Path, arguments: list[str], words: str) -> None:
    """An empty value (an unset variable in a script) is a slip, never "all": 2, and nothing is made."""
    code, out, err = run("crawl", *COPY, *arguments)

    assert (code, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_busy_folder(run: Run, tmp_path: Path) -> None:
    """The second of two runs has a code of its own."""
    with folder_lock(tmp_path / "data"):
        code, _, err = run("crawl", *COPY)

    assert code == 7
    assert "another run is at work" in err


def test_a_port_in_use(run: Run) -> None:
    """The message says how to take another."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, out, err = run("replica", "serve", "--articles", 1, "--port", port)

    assert (code, out) == (2, "")
    assert f"port {port} cannot be used" in err
    assert "--port" in err
