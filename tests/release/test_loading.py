"""A release loads in one line, without options, in the tools that people use."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from crawler.release.card.front_matter import features
from crawler.release.columns import VIEW_COUNTS, article_columns
from crawler.release.make import Made
from tests.release.dataset import FIRST, SECOND, Dataset, edited, some_articles

CI = os.environ.get("CI") == "true"


def library(name: str) -> Any:
    """A library; a test without it is skipped, but in CI, which has them all."""
    if CI:
        return importlib.import_module(name)
    return pytest.importorskip(name, reason=f"{name} is not installed")


def rows_of(made: Made, table: str) -> dict[str, int]:
    """How many rows each split has that has any."""
    (written,) = (each for each in made.findings.tables if each.name == table)
    return {split: written.rows[split] for split in written.splits()}


def test_duckdb(made: Made, release: Path) -> None:
    """DuckDB reads a table's folder; the nested body can be asked."""
    duckdb = library("duckdb")
    with duckdb.connect() as connection:
        found = connection.sql(f"SELECT * FROM '{release}/articles/*.parquet'")
        assert len(found) == sum(rows_of(made, "articles").values())
        assert dict(zip(found.columns, map(str, found.types), strict=True))["published_at"] == (
            "TIMESTAMP WITH TIME ZONE"
        )
        blocks = "SELECT unnest(body, recursive := true) FROM found"
        query = f"SELECT count(*) FROM ({blocks}) WHERE type = 'paragraph'"
        ((paragraphs,),) = connection.sql(query).fetchall()
        joined = (
            f"SELECT count(*) FROM '{release}/articles/*.parquet' a"
            f" JOIN '{release}/view_counts/*.parquet' v USING (key)"
        )
        ((views,),) = connection.sql(joined).fetchall()

    assert paragraphs == made.findings.facts.blocks["paragraph"]
    assert views == sum(rows_of(made, "view_counts").values())


def test_pandas(made: Made, release: Path) -> None:
    """pandas reads a table's folder; times have their zone, counts are whole numbers."""
    pandas = library("pandas")
    found = pandas.read_parquet(release / "articles")

    assert len(found) == sum(rows_of(made, "articles").values())
    assert str(found["published_at"].dtype) == "datetime64[us, Asia/Ho_Chi_Minh]"
    assert found["key"].is_unique
    assert found["text"].str.len().sum() == made.findings.facts.characters


def test_polars(made: Made, release: Path) -> None:
    """polars reads a table's files; the nested body is a list of structs."""
    polars = library("polars")
    found = polars.read_parquet(release / "articles/*.parquet")

    assert found.height == sum(rows_of(made, "articles").values())
    assert found.schema["published_at"] == polars.Datetime("us", "Asia/Ho_Chi_Minh")
    kinds = found.explode("body")["body"].struct.field("type")
    assert (kinds == "paragraph").sum() == made.findings.facts.blocks["paragraph"]


# In a process of its own: the library keeps what was set for it when it was loaded, and its threads.
_DATASETS = """
import sys
import datasets
datasets.disable_progress_bars()
for name in sys.argv[2:]:
    found = datasets.load_dataset(sys.argv[1], *([name] if name != "articles" else []))
    print({split: len(rows) for split, rows in found.items()})
    if name == "articles":
        row = found["train"][0]
        print(row["published_at"].utcoffset(), row["body"][0]["type"], isinstance(row["text"], str))
"""


TABLES = ("articles", "revisions", "view_counts")


def load_in_datasets(folder: Path, cache: Path, tables: Sequence[str] = TABLES) -> list[str]:
    """What the library says of a release; it may ask nobody and keep its files in `cache`."""
    library("datasets")
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(cache)}
    command = [sys.executable, "-c", _DATASETS, str(folder), *tables]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.drill
def test_datasets(made: Made, release: Path, tmp_path: Path) -> None:
    """`datasets.load_dataset(path)` gives the articles in their splits, the other tables by name."""
    articles, row, revisions, views = load_in_datasets(release, tmp_path)

    assert articles == str(rows_of(made, "articles"))
    assert row == "7:00:00 paragraph True"
    assert revisions == str(rows_of(made, "revisions"))
    assert views == str(rows_of(made, "view_counts"))


@pytest.mark.drill
def test_datasets_without_validation_articles(tmp_path: Path) -> None:
    """The library refuses a split without rows: such a one is not offered, and the others load."""
    dataset = Dataset(tmp_path / "data")
    articles = some_articles(6)
    dataset.store(articles, FIRST)
    dataset.store([edited(articles[0], "Đồng Đăng.")], SECOND)
    dataset.state.close()
    folder = dataset.release(shares=(1, 0, 0)).folder

    found = load_in_datasets(folder, tmp_path / "cache")
    assert found[0] == str({"train": 6})
    assert found[2] == str({"train": 1})


@pytest.mark.drill
def test_features_are_the_librarys(release: Path) -> None:
    """The card names the columns as the library itself would."""
    datasets, yaml = library("datasets"), library("yaml")
    for columns in (article_columns(), VIEW_COUNTS):
        expected = datasets.Features.from_arrow_schema(columns)._to_yaml_list()
        assert yaml.safe_load("\n".join(features(columns))) == expected


def test_front_matter_is_yaml(made: Made, release: Path) -> None:
    """What stands between the marks is read by any YAML reader, and names only files that are there."""
    yaml = library("yaml")
    _, front, _ = (release / "README.md").read_text("utf-8").split("---\n", 2)
    found = yaml.safe_load(front)

    assert found["language"] == ["vi", "en"]
    assert (found["license"], found["size_categories"]) == ("other", ["n<1K"])
    files = [file for config in found["configs"] for file in config["data_files"]]
    assert len(files) == sum(len(table.splits()) for table in made.findings.tables)
    assert [file["path"] for file in files if not (release / file["path"]).is_file()] == []
    assert [config["config_name"] for config in found["configs"] if config.get("default")] == ["articles"]
