"""Run `langson` and `scrapy` as a user does: in a process of their own (a reactor starts once)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
Done = subprocess.CompletedProcess[str]


def langson(*arguments: object, stdin: str = "", timeout: float = 120) -> Done:
    """Run `langson` with these arguments."""
    return _run([sys.executable, "-m", "crawler.cli", *map(str, arguments)], stdin, timeout)


# The command with a clock of its own: the first argument is what is added to the present, in seconds.
_LATER = """
import sys
from datetime import timedelta
from crawler import clock
present, later = clock.now, timedelta(seconds=float(sys.argv.pop(1)))
clock.now = lambda: present() + later
from crawler.cli import main
main()
"""


def langson_later(seconds: float, *arguments: object, timeout: float = 120) -> Done:
    """Run `langson` so many seconds from now."""
    return _run([sys.executable, "-c", _LATER, str(seconds), *map(str, arguments)], "", timeout)


def scrapy(*arguments: object, timeout: float = 120) -> Done:
    """Run `scrapy` in the project's folder."""
    return _run([sys.executable, "-m", "scrapy", *map(str, arguments)], "", timeout)


def _run(command: list[str], stdin: str, timeout: float) -> Done:
    return subprocess.run(
        command, cwd=ROOT, input=stdin, capture_output=True, text=True, timeout=timeout, check=False
    )


def records(folder: Path) -> list[dict[str, Any]]:
    """The records published in a data folder."""
    files = sorted((folder / "articles").glob("*.jsonl"))
    return [json.loads(line) for path in files for line in path.read_text("utf-8").splitlines()]
