"""A child does as its parent wants, and can do little else."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from crawler.errors import MissingLandmarkError, ReaderCrashedError
from crawler.items import Paragraph, RawArticle
from crawler.workers import messages, tasks
from crawler.workers.pool import WorkerPool
from crawler.workers.process import place_in
from tests.extract.sheet import URL, page, sheet
from tests.workers.conftest import Run

ROOT = Path(__file__).parents[2]
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's filters are Linux's")

PARENT = """
import asyncio, sys
from crawler.workers.pool import WorkerPool
from tests.extract.sheet import page, sheet
from tests.workers.test_pool import ENDLESS

async def main():
    pool = WorkerPool(workers=2, seconds=60)
    await asyncio.gather(*[pool.read_article(page(sheet())) for _ in range(4)])
    hung = asyncio.create_task(pool.read_article(page(ENDLESS)))
    await asyncio.sleep(0.2)
    print(*pool.pids, flush=True)
    await hung

asyncio.run(main())
"""
SANDBOXED = """
import ctypes, os, socket, subprocess, sys
from crawler.workers import sandbox

def refused(action):
    try:
        action()
    except OSError as error:
        return error.strerror
    return "done"

sandbox.limit_resources(300)
assert sandbox.refuse_network()
for action in (
    socket.socket,
    socket.socketpair,
    lambda: socket.create_connection(("127.0.0.1", 9), timeout=1),
    lambda: os.execv("/bin/true", ["true"]),
    lambda: subprocess.run(["/bin/true"]),
    lambda: open(sys.argv[1], "w", 1).write("x\\n"),
    lambda: [open("/dev/null") for _ in range(100)],
):
    print(refused(action))
try:
    bytes(2**29)
except MemoryError:
    print("no memory")
"""


def python(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Run code in a process that finds the project."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], env=environment, stdout=subprocess.PIPE, text=True
    )


@linux
def test_sandbox(tmp_path: Path) -> None:
    """No network, no other programs, no writing, few files, bounded memory."""
    with python(SANDBOXED, str(tmp_path / "x")) as done:
        said = done.communicate()[0].splitlines()

    no = "Operation not permitted"
    assert said == [no, no, no, no, no, "File too large", "Too many open files", "no memory"]


@linux
def test_what_a_child_has(pool: WorkerPool, run: Run[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A child has no secrets of the environment, no files of ours, no core dumps, a session of its own."""
    monkeypatch.setenv("LANGSON_SECRET", "khoá")
    with open(os.devnull) as other:
        os.set_inheritable(other.fileno(), True)
        run(pool.read_article(page(sheet())))
    child = psutil.Process(pool.pids[0])

    assert "LANGSON_SECRET" not in child.environ()
    assert child.num_fds() <= 5
    assert child.rlimit(psutil.RLIMIT_CORE) == (0, 0)
    assert child.rlimit(psutil.RLIMIT_AS)[0] == 400 * 2**20
    assert os.getsid(child.pid) == child.pid
    assert child.num_threads() == 1
    assert child.net_connections("inet") == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_of_the_group(pool: WorkerPool, run: Run[Any], number: signal.Signals) -> None:
    """What a terminal or a service manager sends to every process leaves a child at its work."""
    first = run(pool.read_article(page(sheet())))
    pids = pool.pids
    os.kill(pids[0], number)

    assert run(pool.read_article(page(sheet()))) == first
    assert pool.pids == pids


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_no_orphans(number: signal.Signals) -> None:
    """However the parent ends, its children end at once: the one that waits and the one that hangs."""
    with python(PARENT) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert all(map(psutil.pid_exists, pids))
        parent.send_signal(number)
        parent.wait()
        end = time.monotonic() + 2
        while any(map(is_running, pids)) and time.monotonic() < end:
            time.sleep(0.01)

    assert len(pids) == 2
    assert not any(map(is_running, pids))


def is_running(pid: int) -> bool:
    """Whether a process does anything; one that waits to be reaped by others does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


# --- what a child may say -----------------------------------------------------------------------


def answer_of(article: RawArticle) -> dict[str, Any]:
    """What a child says of an article."""
    found: dict[str, Any] = json.loads(messages.carry_out(*messages.article_order(article.page)))
    return found


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", 7),
        ("title", None),
        ("body", [{"type": "script", "text": "x"}]),
        ("body", [{"type": "paragraph", "text": ["x"]}]),
        ("body", [{"type": "paragraph", "text": "x", "more": 1}]),
        ("tags", "x"),
        ("evidence", {"x": 1}),
        ("page", {}),
        ("more", "x"),
    ],
)
def test_checked_answers(field: str, value: Any) -> None:
    """An answer with another type somewhere, or with more fields, is none."""
    one = page(sheet())
    answer = answer_of(tasks.read_article(one))
    messages.read_article_answer(json.dumps(answer).encode(), one)

    with pytest.raises(ValueError, match="validation error"):
        messages.read_article_answer(json.dumps({**answer, field: value}).encode(), one)


@pytest.mark.parametrize(
    "answer", [b"", b"[]", b'["OSError"]', b'["PageError"]', b'["NotHtmlError",1]', b"[[]]"]
)
def test_checked_errors(answer: bytes) -> None:
    """A child can name no error but a page's, with its arguments."""
    with pytest.raises(ValueError):  # noqa: PT011
        messages.read_refusal(answer, URL)


def test_error_of_another_page() -> None:
    """An error is always the asked page's, whatever address the child names."""
    error = messages.read_refusal(messages.refusal(MissingLandmarkError("x", "title", "no title")), URL)

    assert (error.url, vars(error)["field"]) == (URL, "title")


def test_nonsense_ends_the_child(run: Run[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that answers nonsense is replaced; only the page it answered fails."""
    reads = iter([ValueError("nonsense")])

    def read_once(answer: bytes, **given: Any) -> RawArticle:
        for error in reads:
            raise error
        return tasks.read_article(given["page"])

    async def read() -> tuple[Any, bool]:
        pool = WorkerPool()
        await pool.read_record(page(sheet()))
        before = pool.pids
        monkeypatch.setattr(messages, "read_article_answer", read_once)
        found = await asyncio.gather(
            pool.read_article(page(sheet())), pool.read_article(page(sheet())), return_exceptions=True
        )
        after = pool.pids
        await pool.close()
        return found, before != after

    (first, second), replaced = run(read())

    assert isinstance(first, ReaderCrashedError)
    assert isinstance(second, RawArticle)
    assert replaced


def test_failing_code(pool: WorkerPool, run: Run[Any]) -> None:
    """An error that our code does not expect fails the page, and says where; the child goes on."""
    headers: Any = {"content-type": 7}
    broken = page(sheet().encode() + b"\xff" * 500, headers=headers)

    with pytest.raises(ReaderCrashedError, match=r"TypeError in extract/encoding\.py:\d+"):
        run(pool.read_article(broken))

    assert isinstance(run(pool.read_article(page(sheet()))).body[0], Paragraph)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (b"", ""),
        (b"\x1b[31mrubbish\n", ""),
        (
            b'Stack (most recent call first):\n  File "/x/crawler/extract/tags.py", line 7 in f',
            "extract/tags.py:7",
        ),
        (b'  File "/x/crawler/child.py", line 1\nImportError: No <b>module</b>', "ImportError in child.py:1"),
        (b'File "/x/crawler/../../etc/x.py", line 7', ""),
        (b'File "crawler/a.py\n", line 7', ""),
    ],
)
def test_last_words(words: bytes, place: str) -> None:
    """Of what a dying child wrote, only names and numbers are taken."""
    assert place_in(words) == place
