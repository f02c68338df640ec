"""The field diff: which records differ in which field, as JSON and as a table, diacritics whole."""

from __future__ import annotations

import unicodedata
from copy import deepcopy
from pathlib import Path
from typing import Any, Literal

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.batch.datasets import dataset
from crawler.batch.fields import Record, difference
from crawler.batch.words import as_json, shortened, table
from crawler.errors import SettingError, StoreError
from crawler.items import as_record
from crawler.process import process
from tests.extract.sheet import page, sheet

RECORD: Record = as_record(process(page(sheet())))
LONG = "Hội nghị tổng kết công tác xây dựng nông thôn mới huyện Lộc Bình "


def changed(path: str, value: Any) -> Record:
    """The record with one place changed: `title`, `crawl.revision`, `body.1.text`."""
    record = deepcopy(RECORD)
    *above, last = path.split(".")
    place: Any = record
    for name in above:
        place = place[int(name) if isinstance(place, list) else name]
    place[last] = value
    return record


CASES: list[tuple[str, Any, list[str]]] = [
    ("title", "Lộc Bình: đường mới", ["title"]),
    ("lead", None, ["lead"]),
    ("view_count", 0, ["view_count"]),
    ("published_at", "2022-10-06T00:00:00+07:00", ["published_at"]),
    ("tags", ["nông thôn"], ["tags"]),
    ("body.1.text", "Đường giao thông", ["body"]),
    ("crawl.revision", 2, ["crawl.revision"]),
    ("raw.byline", "MAI", ["raw.byline"]),
    ("evidence.title", "meta", ["evidence.title"]),
    ("crawl.extractor", "landmarks/9", []),
]


@pytest.mark.parametrize(("path", "value", "fields"), CASES, ids=[case[0] for case in CASES])
def test_each_field(path: str, value: Any, fields: list[str]) -> None:
    """A change is counted under its field; that another extractor read the page is none."""
    found = difference([("main/1", RECORD)], [("main/1", changed(path, value))])

    assert list(found.fields) == fields
    assert (found.changed, found.same) == (len(fields), 1 - len(fields))


def test_a_body_names_the_block() -> None:
    """Of a body the first block that differs is shown, not the whole text."""
    new = changed("body.1.text", "Đường giao thông")
    [(_, (old_block, new_block))] = difference([("main/1", RECORD)], [("main/1", new)]).fields["body"]

    assert new_block["block"] == old_block["block"] == 2
    assert new_block["is"] == [new["body"][1]]


keys = st.sets(st.integers(1, 60).map(lambda number: f"main/{number:03}"))


@given(keys, keys, st.integers(0, 5))
def test_planted_changes_are_all_found(old: set[str], new: set[str], most: int) -> None:
    """Added, missing and changed are exactly what was planted; samples are some of them, and no more."""
    odd = {key for key in old & new if int(key[-1]) % 2}
    before = [(key, RECORD) for key in sorted(old)]
    after = [(key, changed("title", f"Tin {key}") if key in odd else RECORD) for key in sorted(new)]
    found = difference(before, after, samples=most)
    title = found.fields.get("title")

    assert (found.before, found.after) == (len(old), len(new))
    assert (found.added.count, found.missing.count) == (len(new - old), len(old - new))
    assert (found.changed, found.same) == (len(odd), len((old & new) - odd))
    assert (title.count if title else 0) == len(odd)
    assert len(found.added.kept) == min(most, len(new - old))
    assert {key for key, _ in found.missing} <= old - new


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@given(at=st.integers(0, 200))
def test_letters_stay_whole(form: Literal["NFC", "NFD"], at: int) -> None:
    """Wherever a text is cut, no letter loses a mark, and the change is to be seen."""
    text = unicodedata.normalize(form, LONG * 4)
    old, new = shortened(text, text[:at] + "#" + text[at:])

    assert "#" in new
    assert len(new) <= 100
    assert not any(unicodedata.combining(part.lstrip("…")[0]) for part in (old, new) if part.strip("…"))
    assert new.replace("#", "").strip("…") in text


def test_the_table_and_the_json() -> None:
    """Both say the same numbers; a sample reads id: old -> new, in Vietnamese as it is written."""
    new = changed("title", "Lộc Bình: đường mới")
    found = difference([("main/1", RECORD), ("main/2", RECORD)], [("main/1", new), ("main/3", RECORD)])
    lines, told = list(table(found)), orjson.loads(as_json(found, against="data"))

    assert "  main/1: Lộc Bình đẩy mạnh xây dựng nông thôn mới -> Lộc Bình: đường mới" in lines
    assert [line.split() for line in lines[1:5]] == [
        ["same", "0", "0.0", "%"], ["changed", "1", "50.0", "%"],
        ["added", "1", "50.0", "%"], ["missing", "1", "50.0", "%"],
    ]  # fmt: skip
    assert told["fields"]["title"] == {
        "count": 1,
        "samples": [{"key": "main/1", "old": RECORD["title"], "new": "Lộc Bình: đường mới"}],
    }
    assert (told["against"], told["added"]["count"]) == ("data", 1)


def test_a_folder_of_lines(tmp_path: Path) -> None:
    """A folder of JSON lines is a dataset too, in whatever order; the last line of an article counts."""
    records = [{**RECORD, "id": str(number)} for number in (612345, 7, 30)]
    (tmp_path / "a.jsonl").write_bytes(b"".join(orjson.dumps(record) + b"\n" for record in records))
    (tmp_path / "b.jsonl").write_bytes(orjson.dumps({**records[1], "title": "Tin mới"}) + b"\n")
    with dataset(tmp_path) as found:
        titles = {key: record["title"] for key, record in found}

    assert list(titles) == ["main/30", "main/612345", "main/7"]
    assert titles["main/7"] == "Tin mới"


def test_what_is_no_dataset(tmp_path: Path) -> None:
    """A place without records, and a line that is none, are named."""
    with pytest.raises(SettingError, match="no dataset is there"), dataset(tmp_path):
        pass
    (tmp_path / "a.jsonl").write_bytes(orjson.dumps(RECORD) + b"\n{}\n")
    with pytest.raises(StoreError, match=r"a\.jsonl, line 2: is no record"), dataset(tmp_path):
        pass
