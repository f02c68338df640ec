"""Captures in any order, in any number of runs, give the same dataset: the moments decide."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from crawler.archive.exchange import Headers
from crawler.report.outcomes import Outcome
from crawler.store.ingest import Capture
from crawler.store.replay.rebuild import rebuild
from crawler.store.verify import verify
from tests.ingest.material import PAPER, Inline, address, capture, ingest, months, page, records
from tests.rim.site import listing


def to(url: str) -> Headers:
    """The header of a redirect."""
    return (("Location", url),)


# Two articles under several addresses: texts and views that come and go, what is missing, broken, a redirect.
POOL = [
    *(
        capture(address(number, slug), day, body=page(number, views=views, words=words))
        for number in (1001, 1002)
        for slug in ("hoi-nghi", "ten-khac")
        for day, views, words in ((1, 7, ""), (2, 9, "mở đầu"), (3, 9, ""), (4, 7, ""), (5, 20, "kết thúc"))
    ),
    capture(address(1001), 2.5, body=b"", status=404),
    capture(address(1001), 6, body=b"", status=404),
    capture(address(1001), 8, body=b"", status=410),
    capture(address(1002), 0.5, body=b"", status=503),
    capture(address(1002), 7, body=page(1002)[:900]),
    capture(address(1002), 3.5, body=b"", status=304),
    capture(address(1001, "cu"), 1.5, body=b"", status=301, note={"leads_to": address(1001)}),
    capture(address(1002, "cu"), 9, body=b"", status=302, note={"leads_to": f"{PAPER}/"}),
    capture(f"{PAPER}/chinh-tri", 3, body=str(listing(["/chinh-tri/1001-dat-ten.html"]).body).encode()),
    capture(address(1002), 5, body=page(1002, views=21, words="cùng lúc")),  # two answers of one moment
    capture(address(1003, section="the-thao"), 1, body=page(1003)),
]


def rows(data: Path) -> dict[str, list[tuple[object, ...]]]:
    """What the state holds of articles; of an earlier text not the addresses known by then."""
    tables = {
        "article": "*",
        "revision": "key, revision, json_remove(record, '$.aliases')",
        "observation": "*",
    }
    with closing(sqlite3.connect(data / "crawl.sqlite")) as state:
        return {
            table: sorted(state.execute(f"SELECT {columns} FROM {table}"), key=repr)
            for table, columns in tables.items()
        }


ORDERS = st.permutations(range(len(POOL)))
CUTS = st.sets(st.integers(1, len(POOL) - 1), max_size=2)
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


@pytest.mark.drill
@settings(max_examples=10, phases=PHASES)
@given(ORDERS, CUTS)
def test_any_order(order: list[int], cuts: set[int]) -> None:
    """The short form."""
    check(order, cuts)


@pytest.mark.torture
@settings(max_examples=500, phases=PHASES)
@given(ORDERS, CUTS)
def test_many_orders(order: list[int], cuts: set[int]) -> None:
    """The long form."""
    check(order, cuts)


def check(order: list[int], cuts: set[int]) -> None:
    """Published bytes, revisions, views and aliases are the same; each capture has one end; all is well."""
    with TemporaryDirectory() as name:
        inorder, shuffled = Path(name, "in-order"), Path(name, "shuffled")
        ingest(inorder, sorted(POOL, key=lambda one: one.captured_at))
        ends: list[tuple[Capture, Outcome]] = []
        edges = [0, *sorted(cuts), len(POOL)]
        for start, end in pairwise(edges):
            captures = [POOL[index] for index in order[start:end]]
            ingest(shuffled, captures, on_end=lambda one, outcome: ends.append((one, outcome)))

        assert months(shuffled) == months(inorder)
        assert rows(shuffled) == rows(inorder)
        assert len(ends) == len(POOL)
        assert list(verify(shuffled, readers=Inline)) == []


def test_what_the_moments_decide(tmp_path: Path) -> None:
    """The newest text is the record; earlier ones are revisions; each moment's views are in the series."""
    ingest(tmp_path, reversed(POOL))
    [first, second] = records(tmp_path)

    assert (first["id"], first["crawl"]["revision"], first["view_count"]) == ("1001", 4, 20)
    assert first["crawl"]["fetched_at"] == "2022-10-11T09:00:00+07:00"
    slugs = ("cu", "dat-ten", "hoi-nghi", "ten-khac")
    assert {first["url"], *first["aliases"]} == {address(1001, slug) for slug in slugs}
    assert second["id"] == "1002"
    with closing(sqlite3.connect(tmp_path / "crawl.sqlite")) as state:
        seen = state.execute("SELECT view_count FROM observation WHERE key = 'main/1001' ORDER BY seen_at")
        assert [row[0] for row in seen] == [7, 9, 9, 7, 20]
        assert state.execute("SELECT count(*) FROM tombstone").fetchone() == (0,)


def test_an_older_text_is_counted_where_it_changes_the_record(tmp_path: Path) -> None:
    """Its text is a revision before the record's: one capture stored, one article changed, and no other word.

    A capture that differs from the one after it by its views alone changes nothing but their series.
    """
    url = address(1009)
    ingest(tmp_path, [capture(url, 9, body=page(1009, views=9))])
    other = ingest(tmp_path, [capture(url, 3, body=page(1009, views=3, words="bản cũ"))])
    same = ingest(tmp_path, [capture(url, 6, body=page(1009, views=5))])

    assert (dict(other.fates), other.changed) == ({("stored", "older"): 1}, 1)
    assert (dict(same.fates), same.changed) == ({("unchanged", "older"): 1}, 0)


@pytest.mark.parametrize("seed", range(4))
def test_again_changes_nothing(tmp_path: Path, seed: int) -> None:
    """What is in is skipped: no byte of the dataset changes, the exit code says so."""
    captures = Random(seed).sample(POOL, len(POOL))
    ingest(tmp_path, captures)
    before, held = months(tmp_path), rows(tmp_path)
    again = ingest(tmp_path, Random(seed + 9).sample(POOL, len(POOL)))

    assert (int(again.code), again.skipped, dict(again.fates)) == (8, len(POOL), {})
    assert (months(tmp_path), rows(tmp_path)) == (before, held)


def test_rebuild(tmp_path: Path) -> None:
    """Our own archive alone gives the same files and the same state."""
    half = len(POOL) // 2
    ingest(tmp_path / "data", POOL[half:])
    ingest(tmp_path / "data", POOL[:half])
    rebuild(tmp_path / "data", tmp_path / "anew", readers=Inline)

    assert months(tmp_path / "anew") == months(tmp_path / "data")
    assert rows(tmp_path / "anew") == rows(tmp_path / "data")
