"""A data folder that cannot be used (faults.md P6, P7): no request is sent, nothing is overwritten."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.torture.conftest import SECTION
from tests.torture.crawling import Crawl, Done
from tests.torture.oracle import Truth, assert_good, undisturbed
from tests.torture.paper import Paper, served

pytestmark = pytest.mark.drill

STORAGE_ERROR = 6
NOBODY = 65534


@pytest.fixture(scope="module")
def paper() -> Iterator[Paper]:
    """A paper of its own, so that its log is this file's."""
    with served(24, seed=2) as paper:
        yield paper


@pytest.fixture(scope="module")
def crawled(paper: Paper, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    """A data folder after a good crawl, and what it holds."""
    data = tmp_path_factory.mktemp("crawled") / "data"
    return data, undisturbed(Crawl(paper, data, section=SECTION))


@pytest.fixture
def crawl(paper: Paper, crawled: tuple[Path, Truth], tmp_path: Path) -> Crawl:
    """A further crawl into a copy of that folder."""
    paper.log.clear()
    shutil.copytree(crawled[0], tmp_path / "data")
    return Crawl(paper, tmp_path / "data", section=SECTION)


def contents(data: Path) -> dict[str, bytes]:
    """Every file of a folder but the lock."""
    files = (path for path in sorted(data.rglob("*")) if path.is_file() and path.name != ".lock")
    return {str(path.relative_to(data)): path.read_bytes() for path in files}


def assert_refused(done: Done, paper: Paper, *words: str) -> None:
    """The run ended before any request, with the exit code of the storage and one line."""
    assert done.returncode == STORAGE_ERROR, (done.returncode, done.stdout, done.stderr)
    assert paper.log == []
    assert done.stderr.count("\n") == 1, done.stderr
    assert all(word in done.stderr for word in words), done.stderr


@pytest.fixture
def mounted_read_only(tmp_path: Path) -> Iterator[Callable[[Path], None]]:
    """Mounts a folder read-only over itself, until the test ends."""
    mounted: list[Path] = []

    def mount(folder: Path) -> None:
        name = str(folder)
        for arguments in (["--bind", name, name], ["-o", "remount,ro,bind", name]):
            if subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode:
                pytest.skip("this system lets nobody mount a folder read-only")
            if arguments[0] == "--bind":
                mounted.append(folder)

    yield mount
    for folder in mounted:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.skipif(shutil.which("mount") is None, reason="there is no mount(8)")
@pytest.mark.parametrize("part", [".", "articles", "runs"])
def test_mounted_read_only(
    crawl: Crawl, mounted_read_only: Callable[[Path], None], part: str, paper: Paper
) -> None:
    """Root too cannot write where the mount is read-only."""
    mounted_read_only(crawl.data / part)
    before = contents(crawl.data)
    done = crawl.run()

    assert_refused(done, paper, str(crawl.data), "Read-only")
    assert contents(crawl.data) == before


def as_nobody(crawl: Crawl) -> Crawl:
    """The same crawl by a user without rights; skips where that cannot be had."""
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("only root can become another user")
    other = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
    tried = subprocess.run([*other, *crawl.program, "--help"], capture_output=True, cwd="/", check=False)
    if tried.returncode:
        pytest.skip("another user cannot run this installation")
    return replace(crawl, program=(*other, *crawl.program))


# A part of the folder -> its permission bits, in which it is read but not written.
@pytest.mark.parametrize(
    ("part", "mode"), [(".", 0o555), ("articles", 0o555), ("runs", 0o555), ("crawl.sqlite", 0o444)]
)
def test_no_permission(crawl: Crawl, part: str, mode: int, paper: Paper) -> None:
    """A user who may not write learns it before anything is asked."""
    other = as_nobody(crawl)
    for path in (crawl.data.parent, crawl.data, *crawl.data.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    os.chown(crawl.data / part, 0, 0)
    (crawl.data / part).chmod(mode)
    before = contents(crawl.data)
    done = other.run()

    assert_refused(done, paper, str(crawl.data))
    assert contents(crawl.data) == before


@pytest.mark.parametrize("name", ["articles", "runs", "quarantine"])
def test_a_file_in_the_place_of_a_folder(crawl: Crawl, name: str, paper: Paper) -> None:
    """It is named, and left as it is."""
    shutil.rmtree(crawl.data / name, ignore_errors=True)
    (crawl.data / name).write_text("ở đây là một tệp")

    assert_refused(crawl.run(), paper, str(crawl.data / name), "no folder")
    assert (crawl.data / name).read_text() == "ở đây là một tệp"


def test_a_folder_in_the_place_of_a_month(crawl: Crawl, crawled: tuple[Path, Truth]) -> None:
    """The month cannot be published: one line names it, the others are; with it gone all are."""
    month = sorted((crawl.data / "articles").glob("*.jsonl"))[0]
    month.unlink()
    (month / "inside").mkdir(parents=True)
    done = crawl.run()

    assert done.returncode == STORAGE_ERROR, done.stdout + done.stderr
    assert str(month) in done.stderr
    assert "Traceback" not in done.stderr
    shutil.rmtree(month)
    assert_good(crawl, crawled[1], crawl.run())


def torn(data: bytes, random: Random) -> bytes:
    """A file that ends early."""
    return data[: random.randrange(1, len(data))]


def emptied(data: bytes, random: Random) -> bytes:
    """A file of no bytes."""
    return b""


def zeroed(data: bytes, random: Random) -> bytes:
    """Zeros where a block was."""
    start = random.randrange(0, len(data), 4096)
    return data[:start] + bytes(4096) + data[start + 4096 :]


def header_lost(data: bytes, random: Random) -> bytes:
    """Noise in the first hundred bytes, which are SQLite's header."""
    return random.randbytes(100) + data[100:]


def noise(data: bytes, random: Random) -> bytes:
    """No database at all."""
    return random.randbytes(5000)


def text(data: bytes, random: Random) -> bytes:
    """Another file under its name."""
    return "Không phải là cơ sở dữ liệu.\n".encode() * 40


def newer(data: bytes, random: Random) -> bytes:
    """Of a later version of this program: user_version, bytes 60 to 63."""
    return data[:60] + (99).to_bytes(4, "big") + data[64:]


def bytes_changed(data: bytes, random: Random) -> bytes:
    """Some bytes changed, anywhere."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 3, 500))):
        changed[random.randrange(len(changed))] ^= random.randrange(1, 256)
    return bytes(changed)


Damage = Callable[[bytes, Random], bytes]
DAMAGES: tuple[Damage, ...] = (torn, emptied, zeroed, header_lost, noise, text, newer, bytes_changed)


# SQLite has no checksums of its own: what a text holds it does not know.
SEEN_BY_SQLITE = tuple(damage for damage in DAMAGES if damage not in (zeroed, bytes_changed))
CASES = [*((damage, True) for damage in DAMAGES), *((damage, False) for damage in SEEN_BY_SQLITE)]


@pytest.mark.parametrize(("damage", "sealed"), CASES)
def test_a_damaged_state(crawl: Crawl, damage: Damage, sealed: bool, paper: Paper) -> None:
    """It is refused with a word on the repair, before any request, and no byte of it is written over.

    A state that was not sealed, as after a kill, shows what SQLite itself can find.
    """
    path = crawl.data / "crawl.sqlite"
    if not sealed:
        (crawl.data / "crawl.sqlite.seal").unlink()
    path.write_bytes(damage(path.read_bytes(), Random(damage.__name__)))
    before = contents(crawl.data)
    done = crawl.run()

    assert_refused(done, paper, str(path))
    assert ("rebuild" in done.stderr) or ("upgrade" in done.stderr), done.stderr
    assert contents(crawl.data) == before


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(100))
def test_random_bytes_of_a_sealed_state(crawl: Crawl, seed: int, paper: Paper) -> None:
    """A hundred times some random bytes: each is found."""
    path = crawl.data / "crawl.sqlite"
    path.write_bytes(bytes_changed(path.read_bytes(), Random(seed)))
    before = contents(crawl.data)

    assert_refused(crawl.run(), paper, "rebuild")
    assert contents(crawl.data) == before
