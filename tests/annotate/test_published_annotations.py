"""Annotations are made when the months are published: the stored record never has them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from crawler.annotate import KEY, VERSION, annotated, without
from crawler.annotate.text import flat_text
from crawler.discover.window import VIETNAM
from crawler.items import Article, Page, as_record
from crawler.process import process
from crawler.replica import Newspaper
from crawler.store.annotation import annotation_version, set_annotation
from crawler.store.database import FILE_NAME
from crawler.store.json_schema import json_schema
from crawler.store.publish import publish
from crawler.store.records import to_line
from crawler.store.state import State
from crawler.store.verify.lines import published_damages
from crawler.store.verify.record import record_problems
from tests.rim.command import langson

SEEN = datetime(2026, 11, 24, 8, 0, tzinfo=VIETNAM)


def articles(number: int = 3) -> list[Article]:
    """Articles of the replica."""
    paper = Newspaper(seed=7, articles=number, layouts=5)
    found = []
    for index in range(number):
        era = paper.served_eras(index)[0]
        body = paper.page(index, fetched_at=SEEN, era=era)
        page = Page(url=paper.address(index, era), body=body, headers={}, fetched_at=SEEN)
        found.append(process(page))
    return found


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    """A state with a few articles."""
    state = State(tmp_path / "data", create=True)
    for article in articles():
        state.articles.save(article, seen_at=SEEN.isoformat())
    yield state
    state.close()


def published(state: State) -> list[dict[str, Any]]:
    """The records of the published files."""
    assert state.folder is not None
    files = sorted(state.folder.glob("articles/*.jsonl"))
    return [orjson.loads(line) for path in files for line in path.read_bytes().splitlines()]


def test_annotations_are_switched_on_and_off(state: State) -> None:
    """Each change rewrites every month; off, the field is left out and the bytes are those of before."""
    assert state.folder is not None
    first = {path.name: path.read_bytes() for path in publish(state)}

    set_annotation(state, True)
    assert {path.name for path in publish(state)} == first.keys()
    records = published(state)
    assert [record[KEY]["version"] for record in records] == [VERSION] * len(records)
    assert all(list(record)[-1] == KEY for record in records)
    assert publish(state) == []

    set_annotation(state, False)
    assert {path.name: path.read_bytes() for path in publish(state)} == first
    assert all(KEY not in record for record in published(state))


def test_the_stored_record_never_has_them(state: State) -> None:
    """Neither the record in the state nor its content hash knows of annotations."""
    before = list(state.articles.lines())
    set_annotation(state, True)
    publish(state)

    assert list(state.articles.lines()) == before
    assert all(without(record) in map(orjson.loads, before) for record in published(state))


def test_annotations_of_an_older_version_are_made_anew(state: State) -> None:
    """A newer langson rewrites what an older one annotated, without being asked."""
    set_annotation(state, True)
    publish(state)
    state.database.execute("UPDATE setting SET value = 'annotations/0'")

    assert publish(state)
    assert annotation_version(state.database) == VERSION


def test_verify_knows_what_the_lines_must_be(state: State) -> None:
    """All is well with annotations; a changed one is named, and so are those that nobody asked for."""
    assert state.folder is not None
    data, file = state.folder, state.folder / FILE_NAME
    set_annotation(state, True)
    path = publish(state)[0]
    assert list(published_damages(data, file)) == []

    path.write_bytes(path.read_bytes().replace(b'"field":"body"', b'"field":"lead"', 1))
    (damage,) = published_damages(data, file)
    assert "annotations are not what title, lead and body give" in str(damage)

    set_annotation(state, False)
    publish(state)
    record = published(state)[0]
    path.write_bytes(orjson.dumps(annotated(record)) + b"\n")
    assert list(published_damages(data, file))


def test_an_annotated_line_is_checked_like_a_record() -> None:
    """Its annotations, their place at the end, and the record without them."""
    (article,) = articles(1)
    line = to_line(article, annotate=True).rstrip()
    record = orjson.loads(line)
    assert list(record_problems(line)) == []
    moved = orjson.dumps({KEY: record[KEY], **without(record)})
    assert list(record_problems(moved)) == [
        "it is not written as annotated records are: other fields, order or blanks"
    ]


def test_places_lie_in_the_texts_of_their_fields() -> None:
    """Each annotation's offsets cut what is printed out of the text that its field names."""
    for article in articles():
        record = as_record(article)
        texts = {"title": record["title"], "lead": record["lead"] or "", "body": flat_text(record)}
        found = annotated(record)[KEY]
        for person in found["officials"]:
            assert texts[person["field"]][person["start"] : person["end"]] == person["name"]
        for kind in ("documents", "places"):
            assert all(texts[one["field"]][one["start"] : one["end"]] for one in found[kind])


def test_schema_has_annotations_where_asked() -> None:
    """The field is described and not required; all that `annotate` gives is in the schema."""
    plain, schema = json_schema(), json_schema(annotations=True)
    assert KEY not in plain["properties"]
    assert KEY in schema["properties"]
    assert KEY not in schema["required"]
    found = annotated(as_record(articles(1)[0]))[KEY]
    assert list(found) == list(schema["$defs"]["Annotations"]["properties"])
    for kind, name in (("documents", "Document"), ("officials", "Official"), ("places", "Place")):
        assert all(one.keys() == schema["$defs"][name]["properties"].keys() for one in found[kind])


@pytest.mark.drill
def test_a_folder_stays_annotated_from_command_to_command(tmp_path: Path) -> None:
    """ingest --annotate, verify, rebuild (the same bytes, with a lost state too), --no-annotate, export."""
    lines, data = tmp_path / "lines.jsonl", tmp_path / "data"
    lines.write_bytes(b"".join(to_line(article, annotate=True) for article in articles()))

    def files() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted(data.glob("articles/*.jsonl"))}

    done = langson("ingest", lines, "--data", data, "--any-section", "--annotate")
    assert done.returncode == 0, done.stderr
    first = files()
    assert all(KEY in json.loads(line) for text in first.values() for line in text.splitlines())
    assert langson("verify", "--data", data).returncode == 0
    (data / FILE_NAME).unlink()
    assert langson("rebuild", "--data", data).returncode == 0
    assert files() == first
    assert langson("rebuild", "--data", data, "--no-annotate").returncode == 0
    assert not any(KEY in json.loads(line) for text in files().values() for line in text.splitlines())
    assert langson("rebuild", "--data", data, "--annotate").returncode == 0
    assert files() == first
    printed = langson("export", "--data", data, "--annotate").stdout
    assert sorted(printed.splitlines()) == sorted(b"".join(first.values()).decode().splitlines())
