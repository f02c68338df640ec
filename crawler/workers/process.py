"""The parent's end of one child: start it, send it orders, take its answers, end it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import crawler
from crawler.workers.messages import ANSWER, LARGEST_ANSWER, ORDER

# What a child runs. Signals first: until then Ctrl-C would end it. It sees neither the environment
# (which may hold secrets) nor the working directory (which may hold modules), only the parent's path.
_CODE = """
import signal, sys
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
    signal.signal(number, signal.SIG_IGN)
import json
path, *numbers = json.loads(sys.argv[1])
sys.path[:] = path
from crawler.workers.child import serve
serve(*numbers)
"""
_KEPT_ENVIRONMENT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TZ", "TZDIR")
_CHUNK = 2**16
# How much a child may say on standard error: a stack is a few kilobytes.
_LAST_WORDS = 2**16
_FRAME = re.compile(rb'File "[^"\n]*?crawler[/\\]([\w/\\]{1,80}\.py)", line (\d{1,6})')
# faulthandler's, before each stack.
_HEADLINE = b"most recent call first"
_ERROR = re.compile(rb"^(\w{1,60}(?:Error|Exception))\b", re.M)


class Child:
    """A reading process.

    Attributes:
        pid: Its process id.
        ended: Whether it is gone, or on its way.

    Args:
        loop: The event loop that its answers arrive in.
        seconds, megabytes: What a page may take.
        answered: Called with the kind and the content of each of its answers, in order.
        lost: Called once when it ends without having been told to.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        seconds: float,
        megabytes: int,
        answered: Callable[[Child, bytes, bytes], None],
        lost: Callable[[Child], None],
    ) -> None:
        self._loop, self._answered, self._lost = loop, answered, lost
        self._socket, theirs = socket.socketpair()
        self._words, their_words = os.pipe()
        self._waiting: list[memoryview] = []
        self._blocked = False  # whether the socket had no room for all that waits
        self._received = bytearray()
        self.ended = False
        numbers = (theirs.fileno(), os.getpid(), seconds, megabytes)
        try:
            self._process = _start(numbers, theirs.fileno(), their_words)
        except BaseException:
            self.close()
            raise
        finally:
            theirs.close()
            os.close(their_words)
        self.pid = self._process.pid
        self._socket.setblocking(False)
        os.set_blocking(self._words, False)
        with contextlib.suppress(OSError):  # room for a page while the child reads another one
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2**22)
        loop.add_reader(self._socket, self._readable)

    # --- orders ---------------------------------------------------------------------------------

    def send(self, header: bytes, body: bytes) -> None:
        """Send an order; what the socket has no room for follows when it has."""
        self._waiting += [memoryview(ORDER.pack(len(header), len(body)) + header), memoryview(body)]
        if not self._blocked:
            self._writable()

    def _writable(self) -> None:
        try:
            while self._waiting:
                sent = self._socket.sendmsg(self._waiting[:2])
                while self._waiting and sent >= len(self._waiting[0]):
                    sent -= len(self._waiting.pop(0))
                if sent:
                    self._waiting[0] = self._waiting[0][sent:]
        except BlockingIOError:
            if not self._blocked:
                self._loop.add_writer(self._socket, self._writable)
                self._blocked = True
            return
        except OSError:  # it has gone: `_readable` will see it
            self._waiting.clear()
        if self._blocked:
            self._loop.remove_writer(self._socket)
            self._blocked = False

    # --- answers --------------------------------------------------------------------------------

    def _readable(self) -> None:
        try:
            chunk = self._socket.recv(_CHUNK)
        except BlockingIOError:
            return
        except OSError:
            chunk = b""
        self._received += chunk
        while not self.ended and self._take_answer():
            pass
        if not chunk and not self.ended:
            self._end_lost()

    def _take_answer(self) -> bool:
        if len(self._received) < ANSWER.size:
            return False
        size, kind = ANSWER.unpack_from(self._received)
        if size > LARGEST_ANSWER:
            self._end_lost()
            return False
        end = ANSWER.size + size
        if len(self._received) < end:
            return False
        answer = bytes(memoryview(self._received)[ANSWER.size : end])
        del self._received[:end]
        self._answered(self, kind, answer)
        return True

    # --- the end --------------------------------------------------------------------------------

    def ask_where(self) -> None:
        """Have the child note where it is, for `last_words`."""
        self._read_words()  # of an earlier time
        self._signal(signal.SIGUSR1)

    def end(self) -> None:
        """Kill the child. Its answers are no longer taken."""
        if self.ended:
            return
        self.ended = True
        self._loop.remove_reader(self._socket)
        self._loop.remove_writer(self._socket)
        self._signal(signal.SIGKILL)

    def _end_lost(self) -> None:
        self.end()
        self._lost(self)

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(OSError):
            self._process.send_signal(number)

    def is_gone(self) -> bool:
        """Whether the ended child has left the list of processes."""
        return self._process.poll() is not None

    def exit_status(self) -> int | None:
        """Its exit status, negative for a signal; None while it is not gone."""
        return self._process.poll()

    def last_words(self) -> str:
        """How and where a child that is gone ended: ``SIGSEGV, extract/blocks.py:41``; '' if unknown.

        Of what the child wrote, nothing but names and numbers is taken.
        """
        parts = (_signal_name(self._process.poll()), place_in(self._read_words()))
        return ", ".join(part for part in parts if part)

    def _read_words(self) -> bytes:
        with contextlib.suppress(OSError):
            return os.read(self._words, _LAST_WORDS)
        return b""

    def close(self) -> None:
        """Close the parent's ends of the pipes."""
        self._socket.close()
        os.close(self._words)


def place_in(words: bytes) -> str:
    """Find in a stack the kind of error and the innermost line of our code.

    >>> place_in(b'KeyError File "/opt/crawler/extract/tags.py", line 7 in find')
    'KeyError in extract/tags.py:7'
    """
    words = words.rpartition(_HEADLINE)[2]
    errors, frame = _ERROR.findall(words), _FRAME.search(words)
    kind = errors[-1].decode() if errors else ""
    place = f"{frame[1].decode()}:{frame[2].decode()}" if frame else ""
    return " in ".join(part for part in (kind, place) if part)


def _signal_name(status: int | None) -> str:
    """The signal that ended a process; nothing for an exit and for SIGKILL, which is mostly our own."""
    if status is None or status >= 0 or status == -signal.SIGKILL:
        return ""
    return signal.Signals(-status).name if -status in set(signal.Signals) else f"signal {-status}"


def _start(numbers: tuple[float, ...], descriptor: int, words: int) -> subprocess.Popen[bytes]:
    path = [str(Path(crawler.__file__).parents[1]), *(part for part in sys.path if part)]
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _CODE, json.dumps([path, *numbers])],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=words,
        pass_fds=[descriptor],
        env={name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ},
        start_new_session=True,
    )
