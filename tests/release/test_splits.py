"""Train, validation and test: in the order of time, near-duplicates together."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from crawler.cli.app import app
from crawler.errors import SettingError
from crawler.release.near_copies import Printed
from crawler.release.splits import NAMES, Dated, assign, borders, parse_shares
from tests.release.dataset import SECOND, Dataset, some_articles


def dated(count: int) -> list[Dated]:
    """So many articles, a day apart."""
    return [Dated(f"2026-01-{n + 1:02}T08:00:00+07:00", f"main/{1000 + n}") for n in range(count)]


@pytest.mark.parametrize(
    ("count", "shares", "sizes"),
    [
        (0, (80, 10, 10), (0, 0, 0)),
        (1, (80, 10, 10), (1, 0, 0)),
        (2, (80, 10, 10), (2, 0, 0)),
        (10, (80, 10, 10), (8, 1, 1)),
        (20, (50, 25, 25), (10, 5, 5)),
        (10, (1, 0, 1), (5, 0, 5)),
        (10, (1, 0, 0), (10, 0, 0)),
    ],
)
def test_sizes(count: int, shares: tuple[int, int, int], sizes: tuple[int, int, int]) -> None:
    """The shares say how many articles are where."""
    found = [*assign(dated(count), [], shares).values()]

    assert tuple(found.count(name) for name in NAMES) == sizes


def test_a_late_copy_goes_where_the_first_is() -> None:
    """A text that was printed again on the last day is not what the model is tried on."""
    articles = dated(10)
    splits = assign(articles, [("main/1001", "main/1009")])

    assert splits["main/1009"] == splits["main/1001"] == "train"
    assert [splits[f"main/{n}"] for n in (1007, 1008)] == ["validation", "test"]


@st.composite
def datasets(draw: st.DrawFn) -> tuple[list[Dated], list[tuple[str, ...]]]:
    """Articles, some at one moment, and clusters of them."""
    days = draw(st.lists(st.integers(1, 28), min_size=1, max_size=60))
    articles = [Dated(f"2026-01-{day:02}T08:00:00+07:00", f"main/{n}") for n, day in enumerate(days)]
    keys = draw(st.permutations([key for _, key in articles]))
    sizes = draw(st.lists(st.integers(2, 6), max_size=8))
    clusters, at = [], 0
    for size in sizes:
        if len(cluster := keys[at : at + size]) > 1:
            clusters.append(tuple(cluster))
        at += size
    return articles, clusters


@given(datasets(), st.randoms(use_true_random=False))
def test_whatever_the_clusters(case: tuple[list[Dated], list[tuple[str, ...]]], random: Random) -> None:
    """Each article has one split, no cluster is parted, and the first of each group stand in order."""
    articles, clusters = case
    shuffled = random.sample(articles, len(articles))
    splits = assign(shuffled, clusters)

    assert splits == assign(articles, clusters)
    assert splits.keys() == {key for _, key in articles}
    assert all(len({splits[key] for key in cluster}) == 1 for cluster in clusters)
    place = {key: (moment, key) for moment, key in articles}
    late = {key for cluster in clusters for key in sorted(cluster, key=place.__getitem__)[1:]}
    order = [NAMES.index(splits[key]) for _, key in sorted(articles) if key not in late]
    assert order == sorted(order)


def test_borders() -> None:
    """Each split's first and last moment, and its size."""
    articles = dated(10)
    found = borders(assign(articles, []), articles)

    assert found["validation"] == (articles[8].published_at, articles[8].published_at, 1)
    assert found["train"] == (articles[0].published_at, articles[7].published_at, 8)


@pytest.mark.parametrize(
    "text", ["", "80", "80/20", "80/10/10/0", "0/50/50", "a/b/c", "-1/1/1", "８０/10/10"]
)
def test_what_is_no_share(text: str) -> None:
    """Anything but three numbers, the first of them not 0, is refused."""
    with pytest.raises(SettingError, match="split"):
        parse_shares(text)


def test_what_is_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`langson duplicates` compares the texts that a release's splits compare."""
    dataset = Dataset(tmp_path)
    dataset.store(some_articles(5), SECOND)
    dataset.state.close()
    compared: list[set[Printed]] = []

    def finder(articles: Iterable[Printed]) -> list[tuple[str, ...]]:
        compared.append(set(articles))
        return []

    monkeypatch.setattr("crawler.cli.duplicates.clusters", finder)
    CliRunner().invoke(app, ["duplicates", "--data", str(tmp_path)])
    dataset.release(near_copies=finder)

    assert len(compared[0]) == 5
    assert compared[0] == compared[1]
