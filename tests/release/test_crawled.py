"""Releases of what was crawled: a paper that is edited between two crawls, thousands of articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.annotate.duplicates import clusters
from tests.release.dataset import FIRST, Dataset, contents, json_file, replica_articles
from tests.release.test_loading import load_in_datasets
from tests.rim.command import langson, langson_later
from tests.rim.moving_paper import MovingPaper, Piece
from tests.rim.site import served

DAY = 24 * 3600


def release(data: Path) -> Path:
    """Release a data folder; the version is the number of releases so far."""
    version = str(len(list((data / "releases").glob("[0-9]*"))))
    done = langson("release", "--data", data, "--version", version)
    assert (done.returncode, done.stderr) == (0, "")
    return data / "releases" / version


def state_of(piece: Piece) -> tuple[int, int, bool]:
    """What counts of an article: its text, its views, whether it is there."""
    return piece.version, piece.views, piece.gone


@pytest.mark.parametrize(
    "seed", [pytest.param(1, marks=pytest.mark.drill), pytest.param(2, marks=pytest.mark.torture)]
)
def test_a_paper_that_moves(seed: int, tmp_path: Path) -> None:
    """New, edited, deleted and untouched articles, as the paper itself knows them."""
    paper = MovingPaper(seed)
    with served(paper.site) as site:
        crawl = ("crawl", "--origin", site.url, "--delay", 0, "--data", tmp_path, "--section", "chinh-tri")
        langson(*crawl)
        release(tmp_path)
        before = {piece.number: state_of(piece) for piece in paper.pieces}
        paper.edit()
        for later in (0.1, 1.2, 2.4):  # what is missing for more than a day is gone
            langson_later(later * DAY, *crawl, "--revisit", "all")
        folder = release(tmp_path)

    found = json_file(folder, "changelog.json")
    after = {piece.number: state_of(piece) for piece in paper.pieces}
    kept = {number for number in before if not after[number][2]}
    truth = {
        "added": {n for n in after if n not in before and not after[n][2]},
        "gone": before.keys() - kept,
        "revised": {n for n in kept if before[n][0] != after[n][0]},
    }
    assert {name: numbers(found[name]) for name in truth} == truth
    assert truth["revised"]
    assert truth["added"]
    assert (found["vanished"], found["reread"]) == ([], [])
    counted_on = {number for number in kept if before[number][1] != after[number][1]}
    recounted = counted_on - truth["revised"] - numbers(found["amended"])
    assert found["counts"]["recounted"] == len(recounted)


def numbers(keys: list[str]) -> set[int]:
    """The numbers of articles' keys."""
    return {int(key.removeprefix("main/")) for key in keys}


@pytest.mark.torture
def test_five_thousand_twice(tmp_path: Path) -> None:
    """Five thousand articles of the replica, stored in two orders: the same release, and it loads."""
    articles = replica_articles(5000)
    folders = []
    for name, order in (("a", 1), ("b", -1)):
        dataset = Dataset(tmp_path / name)
        dataset.store(articles[::order], FIRST)
        dataset.state.close()
        folders.append(dataset.release(near_copies=clusters).folder)

    assert contents(folders[0]) == contents(folders[1])
    loaded = load_in_datasets(folders[0], tmp_path / "cache", tables=("articles", "view_counts"))
    assert loaded[0] == str(json_file(folders[0], "release.json")["tables"]["articles"])
