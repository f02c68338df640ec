"""Does what a page says, as its reader would: in a folder of one's own, with servers beside it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from tests.docs.pages import ROOT, Command

# Where the pages say that servers are; each gets a free port here.
_REPLICA, _BROWSE = "http://127.0.0.1:8000", "http://127.0.0.1:8001"
_SERVERS = {"langson replica serve": _REPLICA, "python docs/examples/": _REPLICA, "langson browse": _BROWSE}
_ASKS = re.compile(r"\blangson (crawl|scrape|backfill|doctor)\b(?!.*\.(zip|gz)\b)")
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


class Session:
    """A reader at work on one page.

    Commands that would ask the paper itself are pointed at the copy that the page has started, by the options
    that the pages name: ``--origin http://127.0.0.1:8000 --delay 0``. Without a copy they fail.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.places: dict[str, str] = {}
        self.servers: list[subprocess.Popen[str]] = []
        for linked in ("tests", "docs", "crawler", "scrapy.cfg"):
            (folder / linked).symlink_to(ROOT / linked)
        paths = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
        self.environment = {**os.environ, "PATH": paths, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}

    def close(self) -> None:
        """Stop the servers."""
        for server in self.servers:
            server.terminate()
            server.communicate(timeout=30)

    def run(self, command: Command) -> None:
        """Run a command; its exit code and every line that the page shows must come true."""
        said, code = self._serve(command.text) if self._is_server(command.text) else self._call(command.text)
        assert code == command.code, f"$ {command.text}\nexit code {code}, not {command.code}\n{said}"
        self._compare(command, said)

    def run_python(self, lines: tuple[str, ...]) -> None:
        """Run a block of Python."""
        text = self._moved("\n".join(lines))
        done = self._done([sys.executable, "-c", text])
        assert done.returncode == 0, f"{text}\n{done.stdout}{done.stderr}"

    def _is_server(self, text: str) -> bool:
        return text.startswith(tuple(_SERVERS))

    def _serve(self, text: str) -> tuple[str, int]:
        kind = next(start for start in _SERVERS if text.startswith(start))
        arguments = [*shlex.split(text.partition(" #")[0]), "--port", "0"]
        environment = {**self.environment, "PYTHONUNBUFFERED": "1"}
        server = subprocess.Popen(
            arguments,
            cwd=self.folder,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.servers.append(server)
        assert server.stdout is not None
        first = server.stdout.readline()
        address = _ADDRESS.search(first)
        assert address, f"$ {text}\nnamed no address: {first}"
        self.places[_SERVERS[kind]] = address[0]
        return first, 0

    def _call(self, text: str) -> tuple[str, int]:
        done = self._done(["bash", "-o", "pipefail", "-c", self._aimed(self._moved(text))])
        return done.stdout + done.stderr, done.returncode

    def _done(self, arguments: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            arguments,
            cwd=self.folder,
            env=self.environment,
            text=True,
            capture_output=True,
            timeout=180,
            check=False,
        )

    def _moved(self, text: str) -> str:
        for place, address in self.places.items():
            text = text.replace(place, address)
        return text

    def _aimed(self, text: str) -> str:
        if not _ASKS.search(text) or "--origin" in text:
            return text
        assert _REPLICA in self.places, f"$ {text}\nwould ask the paper itself: start a copy first"
        return _ASKS.sub(rf"langson \1 --origin {self.places[_REPLICA]} --delay 0", text)

    def _compare(self, command: Command, said: str) -> None:
        lines = iter(said.splitlines())
        for shown in command.shown:
            wanted = _pattern(self._moved(shown))
            assert any(wanted.search(line) for line in lines), f"$ {command.text}\nnot said: {shown}\n{said}"


def _pattern(shown: str) -> re.Pattern[str]:
    """A shown line as a pattern: … stands for anything, spaces for any number of spaces."""
    words = (re.escape(word).replace("…", ".*") for word in shown.split())
    return re.compile("^\\s*" + "\\s+".join(words) + "\\s*$")
