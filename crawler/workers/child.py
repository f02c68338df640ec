"""The child: reads pages, one after the other, until its parent has gone.

`process` starts it. Standard error is the parent's too: where the child was when it was lost.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
import socket
import sys
import traceback
from io import BufferedReader

from crawler.errors import PageError
from crawler.workers import sandbox
from crawler.workers.messages import (
    ANSWER,
    DONE,
    FAILED,
    HEAVY_EXIT,
    ORDER,
    READY,
    REFUSED,
    WORN,
    carry_out,
    refusal,
)

# Seconds that the child waits for its parent's clock to end it before it ends itself.
_GRACE = 5.0
# Only a page larger than this may leave so much memory behind that the child had better be replaced.
_LARGE = 500_000
_PAGE = os.sysconf("SC_PAGE_SIZE")


def serve(descriptor: int, parent: int, seconds: float, megabytes: int) -> None:
    """Read orders from a socket and answer each, until it is closed.

    Args:
        descriptor: The socket's.
        parent: The parent's process id.
        seconds: What a page may take.
        megabytes: MiB that this process may take.
    """
    sandbox.end_with_parent(parent)
    faulthandler.enable()
    faulthandler.register(signal.SIGUSR1, all_threads=False)
    sandbox.limit_resources(megabytes)
    sandbox.refuse_network()
    connection = socket.socket(fileno=descriptor)
    try:
        with connection, contextlib.suppress(ConnectionError):
            _serve(connection, seconds, megabytes * 2**20 // 2)
    except MemoryError:
        os._exit(HEAVY_EXIT)


def _serve(connection: socket.socket, seconds: float, enough: int) -> None:
    orders = connection.makefile("rb")
    connection.sendall(ANSWER.pack(0, READY))
    while sizes := orders.read(ORDER.size):
        header, body = (_exactly(orders, size) for size in ORDER.unpack(sizes))
        signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)  # SIGALRM ends the process
        kind, answer = _answer(header, body)
        signal.setitimer(signal.ITIMER_REAL, 0)
        worn = ANSWER.pack(0, WORN) if len(body) > _LARGE and _resident() > enough else b""
        connection.sendall(ANSWER.pack(len(answer), kind) + answer + worn)


def _exactly(orders: BufferedReader, size: int) -> bytes:
    found = orders.read(size)
    if len(found) < size:
        sys.exit(0)  # the parent has gone in the middle of an order
    return found


def _answer(header: bytes, body: bytes) -> tuple[bytes, bytes]:
    """Carry out an order, whatever comes of it."""
    try:
        return DONE, carry_out(header, body)
    except PageError as error:
        return REFUSED, refusal(error)
    except MemoryError:  # a library may have lost track of what it holds
        os._exit(HEAVY_EXIT)
    except Exception as error:
        return FAILED, _place(error).encode("utf-8", "replace")


def _place(error: Exception) -> str:
    """The error's kind and where it came from, without a word from the page."""
    frames = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    ours = [frame for frame in frames if "crawler" in frame[0]] or frames
    return f'{type(error).__name__} File "{ours[-1][0]}", line {ours[-1][1]}'


def _resident() -> int:
    """Bytes of memory in use; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * _PAGE
    except OSError:
        return 0
