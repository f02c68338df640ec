"""A release's folder: there whole or not at all, never changed, each file with its SHA-256."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from crawler.archive.writer import sync_folder
from crawler.errors import SettingError, StoreError
from crawler.store.lock import FolderBusyError, folder_lock

SUMS: Final = "SHA256SUMS"
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}")
_SUM = re.compile(r"([0-9a-f]{64}) [ *](.+)")


@contextmanager
def new_release(releases: Path, version: str) -> Iterator[Path]:
    """Give an empty folder to fill; once the block ends well, it stands at `<releases>/<version>`.

    What a killed release has left is thrown away: it is begun anew.

    Args:
        releases: The folder of releases; made where it is missing.
        version: The release's name.

    Raises:
        SettingError: The name cannot be used, or the release is there already.
        StoreError: Something cannot be written.
    """
    if not _VERSION.fullmatch(version):
        raise SettingError(f"version: {version!r} is no name of a folder; letters, digits, and . _ + - only")
    final, part = releases / version, releases / f".{version}.part"
    with _alone(releases), _reported(releases):
        if final.exists():
            raise SettingError(f"{final} is there already, and a release is never changed; give a --version")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        try:
            yield part
            _finish(part)
            os.rename(part, final)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        sync_folder(releases)


@contextmanager
def _alone(releases: Path) -> Iterator[None]:
    """One release at a time in a folder."""
    held = folder_lock(releases)
    try:
        held.__enter__()
    except FolderBusyError:
        raise FolderBusyError(f"{releases}: another release is being made there; wait for its end") from None
    try:
        yield
    finally:
        held.__exit__(None, None, None)


def _finish(part: Path) -> None:
    """Write the sums, flush all to the disk, and take away the right to write."""
    (part / SUMS).write_text("".join(f"{digest}  {name}\n" for name, digest in sums(part)), "utf-8")
    for path in files(part):
        os.chmod(path, path.stat().st_mode & ~0o222)
        with path.open("rb") as file:
            os.fsync(file.fileno())
    for folder in (part, *(path for path in part.rglob("*") if path.is_dir())):
        sync_folder(folder)


def files(folder: Path) -> list[Path]:
    """The files below a folder, by name."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def sums(folder: Path) -> Iterator[tuple[str, str]]:
    """Give each file's name and SHA-256 (hex), but for the sums themselves."""
    for path in files(folder):
        name = path.relative_to(folder).as_posix()
        if name != SUMS:
            yield name, _digest(path)


def damaged_files(folder: Path, below: str = "") -> Iterator[str]:
    """Name the files that differ from what the sums say; nothing where all are as they were.

    Args:
        folder: The release's.
        below: Only files whose names begin so.

    Raises:
        StoreError: The sums cannot be read.
    """
    path = folder / SUMS
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path}: cannot be read ({error})") from error
    for line in lines:
        match = _SUM.fullmatch(line)
        if match is None:
            yield f"{path}: damaged"
        elif match[2].startswith(below):
            file = folder / match[2]
            if not file.is_file() or _digest(file) != match[1]:
                yield f"{file}: {'damaged' if file.is_file() else 'missing'}"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _reported(releases: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        place = error.filename2 or error.filename or releases
        message = f"{place}: {error.strerror or error}; nothing was released"
        raise StoreError(f"{message}; mend it and start again") from error
