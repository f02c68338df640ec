"""What changed since the release before: right against the truth, and naming nobody who is left out."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from backports import zstd

from crawler.errors import StoreError
from crawler.items import Article, as_record
from crawler.release.changes import Changes, fingerprint
from crawler.release.redaction import parse_redaction
from tests.release.dataset import (
    FIRST,
    SECOND,
    Dataset,
    contents,
    edited,
    json_file,
    key_of,
    recounted,
    some_articles,
)

ARTICLES = some_articles(80)


def changed(article: Article, **changes: Any) -> Article:
    """The article with other values; `revision`, `content_hash`, `extractor` go to its `crawl`."""
    names = {"revision", "content_hash", "extractor", "fetched_at", "robots"}
    crawl = {name: changes.pop(name) for name in names & changes.keys()}
    return replace(article, crawl=replace(article.crawl, **crawl), **changes)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, "unchanged"),
        ({"fetched_at": SECOND.isoformat(), "robots": "allowed"}, "unchanged"),
        ({"content_hash": "b" * 64, "revision": 2}, "revised"),
        ({"revision": 3}, "revised"),  # changed and changed back
        ({"content_hash": "b" * 64}, "revised"),
        ({"content_hash": "b" * 64, "extractor": "landmarks/2"}, "reread"),
        ({"tags": ("Đồng Đăng",)}, "amended"),
        ({"section": "tieu-diem"}, "amended"),
        ({"published_at": "2020-01-01T08:00:00+07:00"}, "amended"),
        ({"aliases": ("https://baolangson.vn/a-1000001.html",)}, "amended"),
        ({"view_count": 9_999_999}, "recounted"),
        ({"evidence": {"title": "meta"}}, "unchanged"),
    ],
)
def test_kinds(changes: dict[str, Any], kind: str) -> None:
    """What the paper changed, what we read otherwise and what merely counts on are told apart."""
    article, found = ARTICLES[0], Changes()
    found.note("main/1", fingerprint(as_record(article)), fingerprint(as_record(changed(article, **changes))))

    assert {name for name, count in found.counts().items() if count} == {kind}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty articles, released once. Not to be written to."""
    dataset = Dataset(tmp_path_factory.mktemp("first") / "data")
    dataset.store(ARTICLES[:60], FIRST)
    dataset.state.close()
    dataset.release()
    return dataset.folder


@pytest.fixture
def dataset(first: Path, tmp_path: Path) -> Dataset:
    """The same, to be written to."""
    return Dataset(Path(shutil.copytree(first, tmp_path / "data")))


def move_on(dataset: Dataset) -> dict[str, list[str]]:
    """Let the paper go on for four days. Returns the truth, by kind."""
    kept = ARTICLES[:60]
    truth = {
        "revised": dataset.store([edited(a, "Đồng Đăng, ngày 24.") for a in kept[0:60:7]], SECOND),
        "amended": dataset.store([changed(a, tags=("sửa",)) for a in kept[1:60:7]], SECOND),
        "recounted": dataset.store([recounted(a, 9_876_543) for a in kept[2:60:7]], SECOND),
        "added": dataset.store(ARTICLES[60:], SECOND),
        "gone": [key_of(a) for a in kept[3:60:7]],
        "vanished": [key_of(a) for a in kept[4:60:7]],
    }
    for key in truth["gone"]:
        dataset.take_down(key)
    for key in truth["vanished"]:
        dataset.lose(key)
    return truth


def test_against_the_truth(dataset: Dataset) -> None:
    """Edits, corrections, deletions, losses and new articles: each is named, under its kind, once."""
    truth = move_on(dataset)
    folder = dataset.release().folder
    found = json_file(folder, "changelog.json")

    lists = {name: sorted(found[name]) for name in ("added", "revised", "amended", "gone", "vanished")}
    assert lists == {name: sorted(truth[name]) for name in lists}
    assert found["reread"] == []
    assert found["counts"]["recounted"] == len(truth["recounted"])
    assert found["previous"] == "2026-11-20"
    assert f"- gone: {len(truth['gone'])} " in (folder / "CHANGELOG.md").read_text("utf-8")
    assert dataset_keys(folder).isdisjoint(truth["gone"] + truth["vanished"])


def dataset_keys(folder: Path) -> set[str]:
    """The keys in a release."""
    return set(pq.read_table(folder / "articles", columns=["key"])["key"].to_pylist())


def test_without_a_release_before(dataset: Dataset) -> None:
    """The first release calls nothing added."""
    (folder,) = (dataset.folder / "releases").glob("2*")
    found = json_file(folder, "changelog.json")

    assert (found["previous"], found["added"]) == (None, [])
    assert "The first release: 60 articles." in (folder / "CHANGELOG.md").read_text("utf-8")


def test_the_same_data_under_other_names(dataset: Dataset) -> None:
    """Where the data did not change, names tell what was before, and v9 is before v10."""
    before = {
        version: dataset.release(version=version).findings.previous for version in ("v9", "v10", "v11", "v2")
    }

    assert before == {"v9": "2026-11-20", "v10": "v9", "v11": "v10", "v2": "2026-11-20"}


def test_a_release_that_saw_more_is_not_before(dataset: Dataset, tmp_path: Path) -> None:
    """An old state that is released again is compared with what was before it, not with what came later."""
    old = tmp_path / "old"
    shutil.copytree(dataset.folder, old, ignore=shutil.ignore_patterns("releases"))
    move_on(dataset)
    dataset.release()
    again = Dataset(old).release(releases=dataset.folder / "releases", version="again")

    assert again.findings.previous == "2026-11-20"
    assert again.changes.counts()["unchanged"] == 60


def test_a_named_release(dataset: Dataset, tmp_path: Path) -> None:
    """Any release can be named to compare with."""
    first = dataset.folder / "releases/2026-11-20"
    move_on(dataset)
    made = dataset.release(releases=tmp_path / "elsewhere", previous=first)

    assert made.findings.previous == "2026-11-20"
    assert len(made.changes.added) == 20


@pytest.mark.parametrize(
    ("name", "text"),
    [("jsonl/articles/train.jsonl.zst", b"x"), ("SHA256SUMS", b"x\n"), ("release.json", b"{")],
)
def test_a_damaged_release_before(dataset: Dataset, name: str, text: bytes) -> None:
    """What cannot be believed is not compared with; the line names the file."""
    path = dataset.folder / "releases/2026-11-20" / name
    path.chmod(0o644)
    path.write_bytes(text)
    move_on(dataset)
    with pytest.raises(StoreError, match=name.rpartition("/")[2]):
        dataset.release()

    assert not (dataset.folder / "releases/2026-11-24").exists()


# --- who is left out --------------------------------------------------------------------------------


def test_who_is_left_out_is_named_nowhere(dataset: Dataset) -> None:
    """Neither number, address, title nor author of what is left out stands in any file, packed or not."""
    move_on(dataset)
    named, author = ARTICLES[0], next(name for article in ARTICLES[5::7] for name in article.authors)
    made = dataset.release(named.id, author)
    hidden = [a for a in ARTICLES if a.id == named.id or author in a.authors]

    assert len(hidden) >= 2
    assert made.findings.selection.redacted >= {key_of(named)}
    everything = unpacked(made.folder)
    for article in hidden:
        key = key_of(article)
        for secret in (f"/{article.id}-", f'"{key}"', f"`{key}`", article.url, article.title):
            assert secret.encode() not in everything, secret
    assert author.encode() not in everything
    left_out = json_file(made.folder, "release.json")["left_out"]
    assert left_out["on_request"] == len(made.findings.selection.redacted)
    found = json_file(made.folder, "changelog.json")
    assert found["counts"]["redacted"] == len([article for article in hidden if article in ARTICLES[:60]])


def unpacked(folder: Path) -> bytes:
    """All that a release says: JSON lines unpacked, Parquet as JSON."""
    parts = []
    for name, data in contents(folder).items():
        if name.endswith(".zst"):
            parts.append(zstd.decompress(data))
        elif name.endswith(".parquet"):
            rows = pq.read_table(folder / name).to_pylist()
            parts += [data, json.dumps(rows, default=str, ensure_ascii=False).encode()]
        else:
            parts.append(data)
    return b"\n".join(parts)


def test_who_vanished_and_is_left_out(dataset: Dataset) -> None:
    """An article that is no longer stored is left out by what the release before says of its author."""
    author = next(name for article in ARTICLES[:60] for name in article.authors)
    theirs = [article for article in ARTICLES[:60] if author in article.authors]
    for article in theirs:
        dataset.lose(key_of(article))
    dataset.store(ARTICLES[60:61], SECOND)
    found = json_file(dataset.release(author).folder, "changelog.json")

    assert found["vanished"] == []
    assert found["counts"]["redacted"] >= len(theirs)


def test_an_earlier_author(dataset: Dataset) -> None:
    """Who wrote an earlier revision is left out with all of the article, and so are its view counts."""
    article = changed(ARTICLES[0], authors=("Hoàng Văn Thử",), content_hash="c" * 64)
    dataset.store([article], SECOND)
    dataset.store([changed(ARTICLES[0], content_hash="d" * 64)], SECOND.replace(hour=9))
    made = dataset.release("HOÀNG VĂN THỬ")

    assert made.findings.selection.redacted == {key_of(article)}
    assert "Hoàng Văn Thử".encode() not in unpacked(made.folder)


def test_a_request_for_nothing(dataset: Dataset) -> None:
    """Requests that leave nothing out are told: one may be misspelt."""
    dataset.store(ARTICLES[60:61], SECOND)
    redaction = parse_redaction([], listed=["999999", "Không Có Ai"])
    made = dataset.release(redaction=redaction)

    assert made.findings.selection.unanswered() == ["999999", "Không Có Ai"]
