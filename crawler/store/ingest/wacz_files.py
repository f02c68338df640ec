"""WACZ files: archives packed in a zip, its digests checked (https://specs.webrecorder.net/wacz/1.1.1/)."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from crawler.store.ingest.found import Found, Problem, printable
from crawler.store.ingest.warc_files import WarcFiles

_MOST_MEMBERS: Final = 20_000
_MOST_RATIO: Final = 100  # what is packed further is a bomb: archives are packed by themselves, HTML by ten
_MOST_SIZE: Final = 64 * 2**30
_PACKAGE, _DIGEST = "datapackage.json", "datapackage-digest.json"
_MOST_JSON: Final = 16 * 2**20
_BLOCK: Final = 1 << 20


class _RefusedError(Exception):
    """A member that is not read."""


def wacz_captures(path: Path, *, origin: str | None = None) -> Iterator[Found]:
    """Give the captures of a WACZ file's archives; what is damaged or refused is a problem.

    The archives are unpacked into the system's temporary folder: nothing is written under a name that the
    file gives.
    """
    warcs = WarcFiles(origin)
    try:
        with zipfile.ZipFile(path) as packed, tempfile.TemporaryDirectory() as folder:
            yield from _members(path, packed, warcs, Path(folder))
            yield from warcs.bodiless()
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        yield Problem(path, "", f"is no zip file that can be read ({error})")


def _members(path: Path, packed: zipfile.ZipFile, warcs: WarcFiles, folder: Path) -> Iterator[Found]:
    infos = packed.infolist()
    if len(infos) > _MOST_MEMBERS:
        yield Problem(path, "", f"has {len(infos)} members, more than any archive; it is not read")
        return
    digests, problem = _digests(packed)
    if problem:
        yield Problem(path, _PACKAGE, problem)
    seen: set[str] = set()
    for info in infos:
        if reason := _refusal(info, seen):
            yield Problem(path, _shown(info.filename), f"{reason}; it is not read")
            continue
        seen.add(info.filename)
        if _is_archive(info.filename):
            yield from _archive(path, packed, info, digests, warcs, folder)
    if not any(_is_archive(name) for name in seen):
        yield Problem(path, "", "has no archive/*.warc.gz in it")


def _refusal(info: zipfile.ZipInfo, seen: set[str]) -> str | None:
    name = info.filename
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or "\\" in name or "\0" in name or ":" in name:
        return "is named as if it lay outside the file"
    if name in seen:
        return "stands there twice"
    if info.flag_bits & 1:
        return "is locked with a password"
    if info.file_size > _MOST_SIZE or info.file_size > _MOST_RATIO * max(info.compress_size, 1):
        return f"would unpack from {info.compress_size} to {info.file_size} bytes"
    return None


def _is_archive(name: str) -> bool:
    return name.startswith("archive/") and name.endswith((".warc.gz", ".warc"))


def _archive(
    path: Path,
    packed: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    digests: Mapping[str, str],
    warcs: WarcFiles,
    folder: Path,
) -> Iterator[Found]:
    """Unpack an archive and read it. It stays until all are read: later revisits may need its bodies."""
    suffix = ".warc.gz" if info.filename.endswith(".gz") else ".warc"
    target = folder / f"{len(list(folder.iterdir())):05}{suffix}"
    try:
        if shutil.disk_usage(folder).free < info.file_size:
            raise _RefusedError(f"needs {info.file_size} bytes in {folder}; make room there")
        digest = _unpack(packed, info, target)
    except (_RefusedError, OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        yield Problem(path, _shown(info.filename), f"cannot be unpacked ({error})")
        return
    if (promised := digests.get(info.filename)) is not None and promised != digest:
        yield Problem(path, _shown(info.filename), f"differs from its digest in {_PACKAGE}")
    yield from warcs.captures(target, f"{printable(path)}!{_shown(info.filename)}")


def _unpack(packed: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path) -> str:
    sha256, size = hashlib.sha256(), 0
    with packed.open(info) as source, target.open("wb") as file:
        while block := source.read(_BLOCK):
            size += len(block)
            if size > info.file_size:
                raise _RefusedError("it is longer than it says")
            sha256.update(block)
            file.write(block)
    return f"sha256:{sha256.hexdigest()}"


def _digests(packed: zipfile.ZipFile) -> tuple[dict[str, str], str | None]:
    """The SHA-256 of each member that the package names, and what is wrong with the package itself."""
    try:
        with packed.open(_PACKAGE) as file:
            text = _bounded(file)
        resources = json.loads(text)["resources"]
        digests = {str(one["path"]): str(one["hash"]) for one in resources if "hash" in one}
    except KeyError:
        return {}, f"has no {_PACKAGE} that lists its parts; their digests are not known"
    except (ValueError, TypeError, RecursionError, zipfile.BadZipFile, zlib.error, _RefusedError) as error:
        return {}, f"cannot be read ({error})"
    if _DIGEST in packed.namelist():
        return digests, _package_problem(packed, text)
    return digests, None


def _package_problem(packed: zipfile.ZipFile, package: bytes) -> str | None:
    try:
        with packed.open(_DIGEST) as file:
            promised: Any = json.loads(_bounded(file))["hash"]
    except (ValueError, TypeError, KeyError, RecursionError, zipfile.BadZipFile, _RefusedError) as error:
        return f"{_DIGEST} cannot be read ({error})"
    same = promised == f"sha256:{hashlib.sha256(package).hexdigest()}"
    return None if same else f"differs from its digest in {_DIGEST}"


def _bounded(file: IO[bytes]) -> bytes:
    text = file.read(_MOST_JSON + 1)
    if len(text) > _MOST_JSON:
        raise _RefusedError("it is too long")
    return text


def _shown(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode()[:200]
