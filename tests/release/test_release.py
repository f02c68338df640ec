"""A release: the same bytes from the same state, rows that are the records, never changed, never half."""

from __future__ import annotations

import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import orjson
import pyarrow.parquet as pq
import pytest
from backports import zstd

from crawler.annotate.duplicates import clusters
from crawler.annotate.text import flat_text
from crawler.errors import SettingError, StoreError
from crawler.items import Article
from crawler.release.annotated import release_annotations
from crawler.release.make import Made
from crawler.release.splits import NAMES
from crawler.store.lock import FolderBusyError, folder_lock
from tests.release.dataset import FIRST, SECOND, Dataset, contents, json_file, some_articles

TABLES = ("articles", "revisions", "view_counts")


def lines(release: Path, table: str, split: str) -> list[dict[str, Any]]:
    """A split's JSON lines."""
    text = zstd.decompress((release / f"jsonl/{table}/{split}.jsonl.zst").read_bytes())
    return [orjson.loads(line) for line in text.splitlines()]


def rows(release: Path, table: str, split: str) -> list[dict[str, Any]]:
    """A split's rows of Parquet."""
    found: list[dict[str, Any]] = pq.read_table(release / table / f"{split}.parquet").to_pylist()
    return found


def test_same_state_same_bytes(dataset: Dataset, made: Made, tmp_path: Path) -> None:
    """A second release of the same state is the first one, byte for byte."""
    again = dataset.release(releases=tmp_path, near_copies=clusters)

    assert again.folder.name == "2026-11-24"
    assert contents(again.folder) == contents(made.folder)


def test_what_is_released(made: Made) -> None:
    """Everything that is stored and was not taken down; a row a change, a row a view count observed."""
    rows_of = {table.name: sum(table.rows.values()) for table in made.findings.tables}

    assert rows_of["articles"] == 59
    assert rows_of["revisions"] == 9  # ten were edited, one of them is gone
    assert rows_of["view_counts"] > 59
    assert made.findings.selection.gone == set(made.findings.selection.tombstones) != set()


def test_keep_gone(dataset: Dataset, tmp_path: Path) -> None:
    """On request what was taken down stays, with the moment at which that was seen."""
    folder = dataset.release(releases=tmp_path, keep_gone=True).folder
    gone = [row for split in NAMES for row in rows(folder, "articles", split) if row["gone_at"]]

    assert [row["gone_at"] for row in gone] == [SECOND]


@pytest.mark.parametrize("split", NAMES)
@pytest.mark.parametrize("table", TABLES[:2])
def test_parquet_has_the_record(release: Path, table: str, split: str) -> None:
    """Each row holds all of its JSON line, nested body, times with their zone, and the flat text."""
    records, found = lines(release, table, split), rows(release, table, split)

    assert len(records) == len(found)
    for record, row in zip(records, found, strict=True):
        assert row.pop("text") == flat_text(record)
        assert row.pop("key").partition("/")[2] == record["id"]
        assert row.pop("gone_at") is None
        assert as_record(row) == record


def as_record(row: dict[str, Any]) -> dict[str, Any]:
    """The record that a row of Parquet stands for."""
    for times, name in ((row, "published_at"), (row, "updated_at"), (row["crawl"], "fetched_at")):
        moment = times[name]
        assert moment is None or moment.utcoffset().total_seconds() == 7 * 3600
        times[name] = moment.isoformat() if isinstance(moment, datetime) else None
    row["evidence"] = {pair["field"]: pair["source"] for pair in row["evidence"]}
    row["body"] = [{k: v for k, v in block.items() if v is not None} for block in row["body"]]
    row["raw"] = {name: text for name, text in row["raw"].items() if text is not None}
    return row


def test_lines_follow_the_schema(release: Path) -> None:
    """Every JSON line is as schema/ says, and the schema refuses another field."""
    for table, name in (("articles", "article"), ("revisions", "article"), ("view_counts", "view_count")):
        validator = jsonschema.Draft202012Validator(json_file(release, f"schema/{name}.schema.json"))
        found = [line for split in NAMES for line in lines(release, table, split)]
        assert found
        assert [error for line in found for error in validator.iter_errors(line)] == []
        assert not validator.is_valid({**found[0], "another": 1})


def test_order(release: Path) -> None:
    """Articles stand in the order of publication, through the splits."""
    moments = [line["published_at"] for split in NAMES for line in lines(release, "articles", split)]

    assert moments == sorted(moments)


def test_nothing_of_an_article_is_in_another_split(release: Path) -> None:
    """Earlier contents and view counts are where their article is."""
    for split in NAMES:
        keys = {row["key"] for row in rows(release, "articles", split)}
        assert {row["key"] for table in TABLES[1:] for row in rows(release, table, split)} <= keys


def test_sums(release: Path) -> None:
    """`sha256sum -c` finds every file as it was written, and each file is in the sums."""
    command = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    done = subprocess.run(command, cwd=release, capture_output=True, text=True, check=False)
    named = {line.split("  ", 1)[1] for line in (release / "SHA256SUMS").read_text("utf-8").splitlines()}

    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    assert named == contents(release).keys() - {"SHA256SUMS"}


def test_no_file_can_be_written(release: Path) -> None:
    """What is released has no right to write left."""
    assert [path for path in release.rglob("*") if path.is_file() and path.stat().st_mode & 0o222] == []


def test_a_release_is_never_changed(dataset: Dataset, made: Made) -> None:
    """A second one of the same name is refused, and nothing is touched."""
    before = contents(made.folder.parent)
    with pytest.raises(SettingError, match="never changed"):
        dataset.release(releases=made.folder.parent)

    assert contents(made.folder.parent) == before


@pytest.mark.parametrize(
    "version", ["", ".", "..", "a/b", "/tmp/a", ".hidden", "ngày", "a\n", "-x", "a" * 65]
)
def test_names_that_are_no_folders(dataset: Dataset, tmp_path: Path, version: str) -> None:
    """A version is one plain name: nothing is written elsewhere."""
    if version:  # an empty one is not given
        with pytest.raises(SettingError, match="version"):
            dataset.release(releases=tmp_path / "releases", version=version)

    assert list(tmp_path.rglob("README.md")) == []


def test_what_a_killed_release_left(dataset: Dataset, made: Made, tmp_path: Path) -> None:
    """The half of a killed release is begun anew, and leaves no trace."""
    half = tmp_path / ".2026-11-24.part"
    half.mkdir()
    (half / "articles").write_bytes(b"half")
    folder = dataset.release(releases=tmp_path, near_copies=clusters).folder

    assert contents(folder) == contents(made.folder)
    assert {path.name for path in tmp_path.iterdir()} == {"2026-11-24", ".lock"}


def test_a_failure_leaves_nothing(dataset: Dataset, tmp_path: Path) -> None:
    """A release that cannot be finished is not there at all."""

    def failing(articles: Any) -> Any:
        next(iter(articles))
        raise OSError(28, "No space left on device", str(tmp_path / "articles"))

    with pytest.raises(StoreError, match="No space left on device; nothing was released"):
        dataset.release(releases=tmp_path, near_copies=failing)

    assert {path.name for path in tmp_path.iterdir()} == {".lock"}


def test_a_crawl_at_work(dataset: Dataset, tmp_path: Path) -> None:
    """Nothing is released from under a crawl."""
    with folder_lock(dataset.folder), pytest.raises(FolderBusyError):
        dataset.release(releases=tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder(tmp_path: Path) -> None:
    """Without an article there is nothing to release."""
    dataset = Dataset(tmp_path / "data")
    dataset.state.close()
    with pytest.raises(StoreError, match="holds no article"):
        dataset.release()


def test_near_duplicates_stay_together(tmp_path: Path) -> None:
    """A text that is printed again years later is in the first one's split."""
    dataset = Dataset(tmp_path / "data")
    articles = sorted(some_articles(30), key=lambda article: article.published_at)
    first, last = articles[0], articles[-1]
    copy: Article = type(last)(**{
        **{name: getattr(last, name) for name in last.__slots__},
        "title": first.title,
        "lead": first.lead,
        "body": first.body,
    })  # fmt: skip
    keys = dataset.store([*articles[:-1], copy], FIRST)
    dataset.state.close()
    made = dataset.release(near_copies=clusters)

    assert made.findings.selection.splits[keys[-1]] == made.findings.selection.splits[keys[0]] == "train"
    assert made.findings.selection.clusters >= 1


def test_annotated(dataset: Dataset, tmp_path: Path) -> None:
    """With annotations, each record has them, in JSON lines and, typed, in Parquet."""
    folder = dataset.release(releases=tmp_path, annotations=release_annotations()).folder
    found = [
        (line["annotations"], row["annotations"])
        for split in NAMES
        for line, row in zip(lines(folder, "articles", split), rows(folder, "articles", split), strict=True)
    ]

    assert any(line["places"] for line, _ in found)
    assert [line for line, _ in found] == [row for _, row in found]
