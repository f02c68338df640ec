"""The growing file: whole exchanges or nothing, whatever the disk does."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest

from crawler.archive.check import check
from crawler.archive.file_records import archive_files
from crawler.archive.reader import read
from crawler.archive.repair import close_open_files
from crawler.archive.writer import ArchiveWriter, encode, open_new
from crawler.errors import StoreError
from tests.archive.samples import FILE, archive, exchange, new_writer


class FailingFile(io.FileIO):
    """A file whose k-th write stops after some bytes and then fails; so may truncate."""

    def __init__(self, path: Path, plan: Plan) -> None:
        super().__init__(path, "x+b")
        self.plan = plan

    def write(self, data: Any) -> int:
        self.plan.writes += 1
        if self.plan.writes == self.plan.fail_at and self.plan.partial:
            # A short write first, as a disk that fills up gives; then the error.
            cut, self.plan.partial = self.plan.partial, 0
            self.plan.fail_at += 1
            return super().write(bytes(data)[:cut])
        if self.plan.writes == self.plan.fail_at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(data)

    def truncate(self, size: int | None = None) -> int:
        if self.plan.gone and self.plan.writes >= self.plan.fail_at:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super().truncate(size)


class Plan:
    """Which write fails, after how many bytes of it, and whether the disk is gone for good then."""

    def __init__(self, fail_at: int, partial: int, gone: bool = False) -> None:
        self.fail_at, self.partial, self.gone, self.writes = fail_at, partial, gone, 0

    def opener(self) -> Callable[[Path], BinaryIO]:
        """What the writer takes as `open_file`."""
        return lambda path: cast(BinaryIO, FailingFile(path, self))


def _append_all(writer: ArchiveWriter, count: int) -> tuple[list[int], int]:
    """Append exchanges, each again where it failed once. Returns those written and how many failed."""
    written, failures = [], 0
    for number in range(count):
        for _ in range(2):
            try:
                writer.append(encode(exchange(number)))
            except StoreError as error:
                failures += "No space left on device" in str(error)
            else:
                written.append(number)
                break
    return written, failures


def _numbers(folder: Path) -> list[int]:
    urls = [back.url for path in sorted(folder.iterdir()) for _, back in read(path)]
    return sorted(int(url[-12:-5]) - 5_000_000 for url in urls)


@pytest.mark.parametrize("partial", [0, 1, 30, 250])
@pytest.mark.parametrize("fail_at", range(2, 12))
def test_a_full_disk_tears_nothing(fail_at: int, partial: int, tmp_path: Path) -> None:
    """Whichever write fails: an error, the file is valid, and the run goes on once there is space."""
    writer = new_writer(tmp_path, open_file=Plan(fail_at, partial).opener())
    written, failures = _append_all(writer, 9)
    assert failures == (1 if fail_at <= 10 else 0)
    if fail_at == 11:  # the closing record
        with pytest.raises(StoreError, match="No space left"):
            writer.close()
        assert check(tmp_path / f"{FILE}.open") == []
    writer.close()
    assert check(tmp_path / FILE) == []
    assert written == _numbers(tmp_path) == list(range(9))


@pytest.mark.parametrize("partial", [0, 10])
def test_a_disk_full_at_the_start_leaves_no_file(partial: int, tmp_path: Path) -> None:
    """The first record cannot be written: the run learns it before any request."""
    with pytest.raises(StoreError, match="No space left"):
        new_writer(tmp_path, open_file=Plan(1, partial).opener())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("fail_at", range(2, 8))
def test_a_disk_that_goes_away_leaves_at_most_a_torn_tail(fail_at: int, tmp_path: Path) -> None:
    """Where even cutting fails, nothing is appended behind the torn bytes: a new file takes the rest."""
    writer = new_writer(tmp_path, open_file=Plan(fail_at, 25, gone=True).opener())
    written, _ = _append_all(writer, 6)
    writer.close()
    [repair] = close_open_files(tmp_path)
    assert repair.cut == 25
    assert not repair.removed
    assert [check(path) for path in tmp_path.iterdir()] == [[]] * (1 if repair.removed else 2)
    assert written == _numbers(tmp_path) == list(range(6))


def test_a_failed_rename_or_sync_leaves_the_open_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file stays `.open` and valid; closing again works."""
    writer = new_writer(tmp_path)
    writer.append(encode(exchange()))
    for name in ("fsync", "rename"):
        with monkeypatch.context() as patch:
            patch.setattr(os, name, _no_disk)
            with pytest.raises(StoreError, match="Input/output error"):
                writer.close()
        assert check(tmp_path / f"{FILE}.open") == []
    writer.close()
    assert check(tmp_path / FILE) == []


def _no_disk(*_: object) -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_a_file_beyond_its_size_is_followed_by_the_next(tmp_path: Path) -> None:
    """Rotation: each file whole, with its own first and last record; positions name the right file."""
    members = [encode(exchange(n)) for n in range(12)]
    with new_writer(tmp_path, max_bytes=len(members[0]) * 4) as writer:
        places = [writer.append(item) for item in members]
        assert [p.name for p in tmp_path.glob("*.open")] == [places[-1].file + ".open"]
    (tmp_path / "pages.html").touch()
    files = [path.name for path in archive_files(tmp_path)]
    assert files == [FILE, "pages-00002.warc.gz", "pages-00003.warc.gz", "pages-00004.warc.gz"]
    assert all(check(tmp_path / name) == [] for name in files)
    for place, item in zip(places, members, strict=True):
        data = (tmp_path / place.file).read_bytes()
        assert data[place.offset : place.offset + place.length] == item


def test_an_exchange_larger_than_a_file_may_be_is_still_written(tmp_path: Path) -> None:
    """`max_bytes` divides files between exchanges, never within one."""
    with new_writer(tmp_path, max_bytes=1) as writer:
        files = [writer.append(encode(exchange(n))).file for n in range(3)]
    assert files == [FILE, "pages-00002.warc.gz", "pages-00003.warc.gz"]


def test_what_append_returned_from_is_in_the_file(tmp_path: Path) -> None:
    """Nothing waits in a buffer of the process: a kill loses no exchange."""
    writer = new_writer(tmp_path)
    for number in range(3):
        place = writer.append(encode(exchange(number)))
        assert (tmp_path / f"{FILE}.open").stat().st_size == place.offset + place.length
    writer.close()


def test_durable_reaches_the_disk_at_each_append(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With `durable` each append is synced before it returns; without, only closing is."""
    calls: list[int] = []
    monkeypatch.setattr(os, "fsync", calls.append)
    for durable, expected in ((False, 0), (True, 2)):
        writer = new_writer(tmp_path / str(durable), durable=durable)
        before = len(calls)
        writer.append(encode(exchange(0)))
        writer.append(encode(exchange(1)))
        assert len(calls) - before == expected
        writer.close()


@pytest.mark.parametrize("name", [FILE, f"{FILE}.open"])
def test_a_run_never_writes_into_another_ones_archive(name: str, tmp_path: Path) -> None:
    """A file that is there stays as it is, open or closed."""
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(StoreError, match=rf"{name}: there already"):
        new_writer(tmp_path)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(name, b"x")]


def test_a_closed_archive_takes_no_more(tmp_path: Path) -> None:
    """Closing twice is no error, appending afterwards is."""
    writer = new_writer(tmp_path, open_file=open_new)
    writer.close()
    writer.close()
    with pytest.raises(StoreError, match="closed"):
        writer.append(encode(exchange()))
    assert check(tmp_path / FILE) == []


def test_the_same_exchanges_give_the_same_file(tmp_path: Path) -> None:
    """No clock and no randomness of its own: byte for byte."""
    one, _ = archive(tmp_path / "1")
    two, _ = archive(tmp_path / "2")
    assert one.read_bytes() == two.read_bytes()
