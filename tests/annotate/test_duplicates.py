"""Near-duplicates: the sample, and that order, titles and case do not matter."""

from __future__ import annotations

import json
import random
from itertools import combinations
from pathlib import Path
from runpy import run_path

import pytest
from typer.testing import CliRunner

pytest.importorskip("numpy")

from crawler.annotate.duplicates import clusters
from crawler.annotate.duplicates.clusters import Article as Compared
from crawler.items import Article, Crawl, Paragraph, Raw
from crawler.store.state import State

SAMPLE = run_path(str(Path(__file__).with_name("duplicate_articles.py")))
ARTICLES: list[tuple[str, str, str, str]] = SAMPLE["ARTICLES"]
COMPARED: list[Compared] = [(name, published, text) for name, published, text, _ in ARTICLES]
TARGET_F1 = 0.98


def pairs_of(found: list[tuple[str, ...]]) -> set[frozenset[str]]:
    """The pairs that clusters put together."""
    return {frozenset(pair) for cluster in found for pair in combinations(cluster, 2)}


def test_the_sample_is_told_apart() -> None:
    """Copies are found, forms, quotations and other reports of an event are not: F1 of 0.98 or more."""
    told = {frozenset((a[0], b[0])) for a, b in combinations(ARTICLES, 2) if a[3] == b[3]}
    got = pairs_of(clusters(COMPARED))
    assert len(told) > 40
    assert 2 * len(told & got) / (len(told) + len(got)) >= TARGET_F1


def test_order_does_not_matter() -> None:
    """The same articles in any order give the same clusters."""
    shuffled = COMPARED.copy()
    random.Random(7).shuffle(shuffled)
    assert clusters(shuffled) == clusters(COMPARED) == clusters(reversed(COMPARED))


def test_the_earliest_stands_first() -> None:
    """By time, then id; what has no time stands last."""
    text = SAMPLE["BORDER"]
    articles = [
        ("9", None, text),
        ("3", "2024-02-01", text),
        ("2", "2024-02-01", text),
        ("7", "2024-01-01", text),
    ]
    assert clusters(articles) == [("7", "2", "3", "9")]


@pytest.mark.parametrize("texts", [[], [""], ["", ""], ["Ảnh: PV", "Ảnh: PV"], ["!" * 10_000] * 2])
def test_texts_without_words_are_like_nothing(texts: list[str]) -> None:
    """Empty texts and captions make no cluster."""
    assert clusters((str(number), None, text) for number, text in enumerate(texts)) == []


def test_one_copied_hundreds_of_times_is_one_cluster() -> None:
    """Exact copies need no candidates: however many, they are found, and an edited one with them."""
    text = SAMPLE["FOREST"]
    articles: list[Compared] = [(f"{number:04}", None, text) for number in range(300)]
    articles.append(("edited", None, text.replace("Bốn năm nay", "Ba năm nay")))
    assert [len(cluster) for cluster in clusters(articles)] == [301]


def test_a_form_used_all_year_makes_no_cluster() -> None:
    """Fifty weeks of prices, the same words and other numbers, stay fifty articles."""
    values = random.Random(3)
    prices = dict.fromkeys("abcdefg", "")
    articles: list[Compared] = []
    for week in range(50):
        prices = {key: f"{values.randrange(5, 200)}.{values.randrange(10)}00" for key in prices}
        text = SAMPLE["PRICES"].format(week=week % 4 + 1, month=week // 4 + 1, **prices)
        articles.append((str(week), None, text))
    assert clusters(articles) == []


def stored(number: int, published: str, text: str) -> Article:
    """An article in the shape the store keeps."""
    crawl = Crawl(
        fetched_url=f"https://baolangson.vn/chinh-tri/{number}-a.html",
        fetched_at="2024-06-01T08:00:00+07:00",
        via="live",
        status=200,
        layout="era1",
        revision=1,
        content_hash="a" * 64,
        extractor="test",
    )
    return Article(
        id=str(number), url=crawl.fetched_url, section="chinh-tri", subsection=None, kicker=None,
        title=f"Tin số {number}", published_at=published, updated_at=None, view_count=None, lead=None,
        body=tuple(Paragraph(text=line) for line in text.split("\n")), authors=(), source=None, tags=(),
        language="vi", raw=Raw(), crawl=crawl,
    )  # fmt: skip


def test_the_command_names_the_earliest(tmp_path: Path) -> None:
    """`langson duplicates` prints a cluster a line, or to be read, the earliest article first."""
    from crawler.cli.app import app

    state = State(tmp_path, create=True)
    for number, day, text in ((2, "05", "BORDER"), (7, "03", "BORDER"), (5, "01", "FOREST")):
        made = stored(number, f"2024-01-{day}T08:00:00+07:00", SAMPLE[text])
        state.articles.save(made, seen_at="2024-06-01T08:00:00+07:00")
    state.close()
    arguments = ["duplicates", "--data", str(tmp_path)]
    result = CliRunner().invoke(app, arguments)
    cluster = json.loads(result.stdout)
    assert (result.exit_code, cluster["first"]) == (0, "7")
    assert [one["id"] for one in cluster["articles"]] == ["7", "2"]
    lines = CliRunner().invoke(app, [*arguments, "--format", "text"]).stdout.splitlines()
    assert lines == ["7  2024-01-03T08:00  Tin số 7", "  = 2  2024-01-05T08:00  Tin số 2"]


def test_an_empty_folder_has_no_duplicates(tmp_path: Path) -> None:
    """`langson duplicates` of a folder without articles says so with exit code 1."""
    from crawler.cli.app import app

    result = CliRunner().invoke(app, ["duplicates", "--data", str(tmp_path)])
    assert (result.exit_code, result.stdout) == (1, "")
