"""The seal of a data folder's state: a checksum for each page of the SQLite file.

SQLite has none of its own: a byte that a failing disk changes inside a text is read as if it had been
written. Who closes the file after writing seals it; the first write breaks the seal. A killed run leaves
no seal, which says nothing; a seal that does not fit says which bytes were changed by nobody.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from crawler.errors import StoreError

SUFFIX: Final = ".seal"
PAGE: Final = 4096
_HEAD: Final = b"langson seal 1\n"
_DIGEST = 8  # bytes
_OWN = 20


def seal_path(path: Path) -> Path:
    """Where the seal of a file lies."""
    return path.with_name(path.name + SUFFIX)


def seal(path: Path) -> None:
    """Seal a file that nobody writes to. Where that cannot be done there is no seal, nothing else is lost."""
    target = seal_path(path)
    part = target.with_name(f".{target.name}.part")
    with suppress(OSError):
        digests = b"".join(_digests(path))
        with part.open("wb") as file:
            file.write(_HEAD + digests + hashlib.blake2b(digests, digest_size=_OWN).digest())
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, target)


def break_seal(path: Path) -> None:
    """Take the seal off before a file is written to.

    Raises:
        StoreError: It cannot be taken off.
    """
    try:
        seal_path(path).unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(f"{error.filename}: {error.strerror or error}") from error


def changed_pages(path: Path) -> list[int] | None:
    """Compare a file with its seal.

    Returns:
        The offsets of the pages that differ; None where there is no seal.

    Raises:
        StoreError: The seal itself is damaged, or one of the two cannot be read.
    """
    target = seal_path(path)
    try:
        if not target.is_file():
            return None
        data = target.read_bytes()
        digests, own = data[len(_HEAD) : -_OWN], data[-_OWN:]
        if not data.startswith(_HEAD) or hashlib.blake2b(digests, digest_size=_OWN).digest() != own:
            raise StoreError(f"{target}: the seal itself is damaged")
        found = list(_digests(path))
    except OSError as error:
        raise StoreError(f"{error.filename or path}: {error.strerror or error}") from error
    sealed = [digests[start : start + _DIGEST] for start in range(0, len(digests), _DIGEST)]
    pages = range(max(len(found), len(sealed)))
    return [page * PAGE for page in pages if found[page : page + 1] != sealed[page : page + 1]]


def _digests(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while page := file.read(PAGE):
            yield hashlib.blake2b(page, digest_size=_DIGEST).digest()
