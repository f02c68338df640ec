"""One run at a time in a data folder: a lock that ends with the process, however it ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from crawler.errors import StoreError

if sys.platform != "win32":
    import fcntl

LOCK_NAME = ".lock"


class FolderBusyError(StoreError):
    """Another run works in the data folder."""


@contextmanager
def folder_lock(folder: Path, *, make: bool = True) -> Iterator[None]:
    """Hold a data folder, which is made where it is missing, for as long as the block lasts.

    The lock is the kernel's (flock on `.lock`), not the file's existence: a killed run holds nothing.
    Windows has none; there nothing is held.

    Args:
        folder: The data folder.
        make: Make folder and `.lock` where they are missing; else nothing is written, and nothing held
            where no `.lock` is.

    Raises:
        FolderBusyError: Another run holds it.
        StoreError: The folder or the lock's file cannot be made.
    """
    path = folder / LOCK_NAME
    if not make and not path.exists():  # no run has ever worked here
        yield
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = path.open("a" if make else "r")
    except OSError as error:
        raise StoreError(f"{error.filename or folder}: {error.strerror or error}") from error
    with file:
        _lock(file, folder)
        yield


def _lock(file: IO[str], folder: Path) -> None:
    if sys.platform == "win32":
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        message = f"another run is at work in {folder}; wait for its end or give another folder with --data"
        raise FolderBusyError(message) from None
    except OSError as error:
        raise StoreError(f"{folder / LOCK_NAME}: {error.strerror or error}") from error


def is_held(folder: Path) -> bool:
    """Whether a run has a data folder now. Nothing is made; on Windows nobody knows."""
    if sys.platform == "win32":
        return False
    try:
        with (folder / LOCK_NAME).open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # no lock was ever taken, or it is none of ours to read
        return False
    return False
