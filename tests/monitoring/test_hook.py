"""Webhooks and commands: taken, tried again, given up; never a key in a message, never an exception."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import SettingError
from crawler.monitoring.hook import Patience, parse_hook, tell
from tests.monitoring.receiver import SECRET, receiving

QUICK = Patience(waits=(0.01, 0.01), answer=2.0, command=20.0)
NOTICE: dict[str, Any] = {"text": "Báo Lạng Sơn: đã xong", "run": "20261124T080000-abcdef", "exit_code": 3}


def said(text: str, patience: Patience = QUICK) -> str:
    """What is said of a hook that failed; empty where it took the notice."""
    return tell(parse_hook(text), NOTICE, patience, agent="langson/test") or ""


def test_a_webhook_that_takes_it() -> None:
    """JSON in UTF-8 by POST, once."""
    with receiving(204) as mine:
        assert said(f"{mine.url}/hooks/{SECRET}") == ""

    assert mine.bodies == [NOTICE]
    assert (mine.heads[0]["content-type"], mine.heads[0]["user-agent"]) == (
        "application/json",
        "langson/test",
    )


@pytest.mark.parametrize(
    ("answers", "tries", "words"),
    [
        ((500, 200), 2, ""),
        ((429, 503, 201), 3, ""),
        ((0, 204), 2, ""),
        ((500,), 3, "it answers HTTP 500 (3 tries)"),
        ((0,), 3, "no answer (ServerDisconnectedError) (3 tries)"),
        ((404,), 1, "it answers HTTP 404"),
        ((410,), 1, "it answers HTTP 410"),
        ((302,), 1, "it redirects (HTTP 302), which is not followed"),
    ],
)
def test_tries(answers: tuple[int, ...], tries: int, words: str) -> None:
    """Tried again where trying helps, at most three times; a redirect leads nowhere."""
    with receiving(*answers) as mine:
        trouble = said(f"{mine.url.replace('//', f'//user:{SECRET}@')}/hooks/{SECRET}?key={SECRET}")

    assert len(mine.bodies) == tries
    assert trouble.startswith(f"notify: {mine.url}: {words}") if words else trouble == ""
    assert SECRET not in trouble
    assert "\n" not in trouble


def test_a_webhook_that_hangs() -> None:
    """Each try is over in its time."""
    with receiving(-1) as mine:
        mine.hush = 0.5
        assert "no answer within 0.1 s (2 tries)" in said(mine.url, Patience(waits=(0.01,), answer=0.1))


@pytest.mark.parametrize(
    "text", [f"http://127.0.0.1:9/{SECRET}", f"https://127.0.0.1:9/{SECRET}", f"http://x.invalid/{SECRET}"]
)
def test_nobody_there(text: str) -> None:
    """No connection, no such host: said without the rest of the address."""
    trouble = said(text, Patience(waits=(), answer=5.0))

    assert trouble.startswith(f"notify: {text.rpartition('/')[0]}: no connection (")
    assert SECRET not in trouble


def test_a_command(tmp_path: Path) -> None:
    """The notice on standard input, the short of it in the environment; no shell looks at the words."""
    code = (
        "import json, os, sys; told = {n: os.environ[n] for n in os.environ if n.startswith('LANGSON_')};"
        "print('noise'); json.dump([json.load(sys.stdin), told, sys.argv[1:]], open(sys.argv[1], 'w'))"
    )
    words = [sys.executable, "-c", code, str(tmp_path / "told"), "$HOME; rm *"]

    assert said(shlex.join(words)) == ""

    notice, told, arguments = json.loads((tmp_path / "told").read_text("utf-8"))
    assert notice == NOTICE
    assert told == {"LANGSON_TEXT": NOTICE["text"], "LANGSON_RUN": NOTICE["run"], "LANGSON_EXIT_CODE": "3"}
    assert arguments[1] == "$HOME; rm *"


@pytest.mark.parametrize(
    ("words", "patience", "trouble"),
    [
        ([sys.executable, "-c", "raise SystemExit(7)", SECRET], QUICK, "exit code 7"),
        (["/nowhere/tell", SECRET], QUICK, "cannot be started (No such file or directory)"),
        (["/etc/passwd", SECRET], QUICK, "cannot be started (Permission denied)"),
        (["sleep", "30"], Patience(command=0.1), "ended, it had not finished within 0.1 s"),
        (
            ["sh", "-c", "sleep 30 & sleep 30"],
            Patience(command=0.1),
            "ended, it had not finished within 0.1 s",
        ),
        (["true"], QUICK, ""),  # it reads nothing
    ],
)
def test_commands_that_fail(words: list[str], patience: Patience, trouble: str) -> None:
    """Said with the program's name alone."""
    found = said(shlex.join(words), patience)

    assert found == (trouble and f"notify: {Path(words[0]).name}: {trouble}; the run is not touched by it")
    assert SECRET not in found


@pytest.mark.parametrize(
    "text",
    ["", "  ", "''", f"'{SECRET}", "http://", f"https:///{SECRET}", f"http://[{SECRET}/",
     f"http://a b/{SECRET}", f"http://a:port/{SECRET}", f"http://a/\x1b{SECRET}"],
)  # fmt: skip
def test_what_cannot_be_read(text: str) -> None:
    """A slip is refused before the run, and not repeated."""
    with pytest.raises(SettingError, match="notify: ") as refused:
        parse_hook(text)

    assert SECRET not in str(refused.value)
