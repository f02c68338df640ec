"""After a kill: torn tails are cut, files closed, and not one whole exchange is lost."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from crawler.archive.check import check
from crawler.archive.file_records import Closing, closing, read_closing
from crawler.archive.reader import read
from crawler.archive.repair import Repair, close_open_files
from crawler.archive.walk import Found, walk
from crawler.archive.writer import encode
from crawler.errors import StoreError
from tests.archive.samples import FILE, exchange, new_writer, open_archive


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of files are repaired here: none needs to survive a power cut."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def _urls(path: Path) -> list[str]:
    return [back.url for _, back in read(path)]


def _expected(count: int) -> list[str]:
    return [exchange(number).url for number in range(count)]


def _torn(folder: Path, data: bytes) -> list[Repair]:
    """Repair a folder with one open file of these bytes, and check what is left."""
    for path in folder.iterdir():
        path.unlink()
    (folder / f"{FILE}.open").write_bytes(data)
    repairs = close_open_files(folder)
    assert list(folder.glob("*.open")) == []
    assert close_open_files(folder) == []
    return repairs


def test_a_tail_torn_at_any_byte_costs_only_the_last_exchange(tmp_path: Path) -> None:
    """Cut at each byte of the last exchange: the three before it stay, the file is valid and closed."""
    data = open_archive(tmp_path, 4).read_bytes()
    start = len(data) - len(encode(exchange(3)))
    for cut in range(start, len(data)):
        assert _torn(tmp_path, data[:cut]) == [Repair(tmp_path / FILE, 3, cut - start)]
        assert check(tmp_path / FILE) == []
        assert _urls(tmp_path / FILE) == _expected(3)


def test_a_whole_file_is_only_closed(tmp_path: Path) -> None:
    """A kill between two exchanges tears nothing: the bytes stay, a closing record follows."""
    data = open_archive(tmp_path, 4).read_bytes()
    assert _torn(tmp_path, data) == [Repair(tmp_path / FILE, 4, 0)]
    assert (tmp_path / FILE).read_bytes().startswith(data)
    assert check(tmp_path / FILE) == []


def test_a_kill_while_closing_changes_nothing(tmp_path: Path) -> None:
    """A closing record, whole or torn, before the rename: the file ends as if it had been closed."""
    data = open_archive(tmp_path / "open", 2).read_bytes()
    with new_writer(tmp_path / "closed") as writer:
        for number in range(2):
            writer.append(encode(exchange(number)))
    whole = (tmp_path / "closed" / FILE).read_bytes()
    folder = tmp_path / "run"
    folder.mkdir()
    for cut in range(len(data), len(whole) + 1):
        _torn(folder, whole[:cut])
        assert check(folder / FILE) == []
        assert (folder / FILE).read_bytes()[: len(data)] == data
    assert (folder / FILE).read_bytes() == whole


def test_the_cut_is_recorded(tmp_path: Path) -> None:
    """The closing record says how many torn bytes were cut."""
    data = open_archive(tmp_path, 2).read_bytes()
    _torn(tmp_path, data + b"\x1f\x8b\x08")
    last = list(walk((tmp_path / FILE).read_bytes()))[-1]
    assert isinstance(last, Found)
    state = read_closing(last.record)
    assert state
    assert (state.exchanges, state.bytes, state.cut) == (2, len(data), 3)


@pytest.mark.parametrize("tail", [bytes(4096), b"\xff" * 99, random.Random(4).randbytes(700)])
def test_what_a_power_cut_leaves_behind_the_end_is_cut(tail: bytes, tmp_path: Path) -> None:
    """Zeros or old bytes of the disk behind the last exchange go; the exchanges stay."""
    data = open_archive(tmp_path, 2).read_bytes()
    assert _torn(tmp_path, data + tail) == [Repair(tmp_path / FILE, 2, len(tail))]
    assert check(tmp_path / FILE) == []
    assert _urls(tmp_path / FILE) == _expected(2)


def test_a_file_without_a_record_is_removed(tmp_path: Path) -> None:
    """Killed before the first record was whole, at any byte: no file is left."""
    data = open_archive(tmp_path, 0).read_bytes()
    for cut in range(len(data)):
        assert _torn(tmp_path, data[:cut]) == [Repair(tmp_path / FILE, 0, cut, removed=True)]
        assert list(tmp_path.iterdir()) == []


def test_a_file_without_an_exchange_keeps_its_first_record(tmp_path: Path) -> None:
    """Killed before the first exchange was whole: what the run had found at its start is not lost."""
    first = len(open_archive(tmp_path, 0).read_bytes())
    (tmp_path / f"{FILE}.open").unlink()
    data = open_archive(tmp_path, 1).read_bytes()
    for cut in range(first, len(data), 7):
        assert _torn(tmp_path, data[:cut]) == [Repair(tmp_path / FILE, 0, cut - first)]
        assert check(tmp_path / FILE) == []
        (tmp_path / FILE).unlink()


def test_damage_in_the_middle_is_no_torn_tail(tmp_path: Path) -> None:
    """One bad byte inside: whatever stands behind it stays, `check` still tells of the damage."""
    data = open_archive(tmp_path, 5).read_bytes()
    rng, first = random.Random(6), len(encode(exchange(4)))
    for _ in range(60):
        place = rng.randrange(len(data) - first)
        damaged = bytearray(data)
        damaged[place] ^= 1 << rng.randrange(8)
        [repair] = _torn(tmp_path, bytes(damaged))
        assert (repair.cut, repair.damaged, repair.exchanges >= 4) == (0, 1, True)
        assert len(check(tmp_path / FILE)) == 1
        places: dict[int, str] = {}
        urls = {back.url for _, back in read(tmp_path / FILE, on_damage=places.__setitem__)}
        assert (len(urls), len(places)) == (repair.exchanges, 1)


def test_damage_inside_the_last_exchange_is_kept_for_a_person(tmp_path: Path) -> None:
    """A damaged response whose metadata is whole was written once: nothing is cut, the damage is told."""
    data = open_archive(tmp_path, 2).read_bytes()
    steps = list(walk(data))
    damaged = bytearray(data)
    damaged[steps[-2].offset + 40] ^= 1
    assert _torn(tmp_path, bytes(damaged)) == [Repair(tmp_path / FILE, 1, 0, damaged=1)]
    assert (tmp_path / FILE).read_bytes().startswith(damaged)


def test_nothing_else_is_touched(tmp_path: Path) -> None:
    """Closed files, other names, links and folders stay byte for byte, in every run's folder."""
    others = {
        "a/pages.warc.gz": b"x",
        "a/notes.open": b"y",
        "b/pages-2.warc.gz.open": b"z",
        "b/pages.warc.gz.open.bak": b"z",
        "c/articles.jsonl": b"{}\n",
    }
    for name, data in others.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    (tmp_path / "d" / f"{FILE}.open").mkdir(parents=True)
    os.symlink(tmp_path / "c" / "articles.jsonl", tmp_path / "c" / f"{FILE}.open")
    open_archive(tmp_path / "e", 2).rename(tmp_path / "e" / "pages-00002.warc.gz.open")

    assert close_open_files(tmp_path) == [Repair(tmp_path / "e" / "pages-00002.warc.gz", 2, 0)]
    assert {name: (tmp_path / name).read_bytes() for name in others} == others
    assert (tmp_path / "c" / f"{FILE}.open").is_symlink()


def test_a_taken_name_is_an_error(tmp_path: Path) -> None:
    """A closed file is never written over; the message names both."""
    path = open_archive(tmp_path, 1)
    (tmp_path / FILE).write_bytes(b"x")
    with pytest.raises(StoreError, match=r"pages\.warc\.gz is there as well"):
        close_open_files(tmp_path)
    assert path.exists()
    assert (tmp_path / FILE).read_bytes() == b"x"


def test_a_folder_that_is_not_there_needs_nothing(tmp_path: Path) -> None:
    """The first run of all finds no folder of runs."""
    assert close_open_files(tmp_path / "runs") == []


def test_a_second_closing_record_is_never_added(tmp_path: Path) -> None:
    """A closed file that someone called `.open` again keeps its one closing record."""
    data = open_archive(tmp_path, 1).read_bytes()
    end = closing(FILE, "2024-03-15T03:05:00.000000Z", Closing(1, len(data), "0" * 40))
    _torn(tmp_path, data + end)
    assert (tmp_path / FILE).read_bytes() == data + end
