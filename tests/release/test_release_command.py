"""`langson release` as it is typed: what it prints, its exit codes, one clear line where it cannot."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from crawler.cli.app import app
from crawler.errors import CrawlerError, SettingError
from tests.release.dataset import SECOND, Dataset, edited, some_articles

Run = Callable[..., Result]


@pytest.fixture
def run(dataset: Dataset, tmp_path: Path) -> Run:
    """Run the command over the small data folder; releases go to a folder of the test."""

    def running(*arguments: object) -> Result:
        options = ["--data", str(dataset.folder), "--out", str(tmp_path / "releases")]
        return CliRunner().invoke(app, ["release", *options, *map(str, arguments)])

    return running


def test_what_it_says(run: Run, tmp_path: Path) -> None:
    """Where the release is, what is in it, what was left out."""
    (tmp_path / "asked.txt").write_text("999999 # theo đơn\n", "utf-8")
    done = run("--redact-file", tmp_path / "asked.txt")

    assert (done.exit_code, done.exception) == (0, None), done.output
    first, rows, left_out, holes, before = done.stdout.splitlines()
    assert first == f"{tmp_path}/releases/2026-11-24: 59 articles (train 48, validation 6, test 5),"
    assert rows.startswith("  9 earlier revisions, ")
    assert left_out == "left out: 0 on request, 1 taken down by the paper"
    assert holes.startswith("known holes: ")
    assert before == "no release before it"
    assert "nothing to leave out for '999999'" in done.stderr


def test_redactions_that_cannot_be_read(tmp_path: Path) -> None:
    """A list of redactions that is there and cannot be read is never passed over."""
    dataset = Dataset(tmp_path)
    dataset.store(some_articles(2), SECOND)
    dataset.state.close()
    (tmp_path / "redactions.txt").symlink_to(tmp_path / "moved-away.txt")
    done = CliRunner().invoke(app, ["release", "--data", str(tmp_path)])
    assert isinstance(done.exception, SettingError)
    assert "redactions.txt: No such file" in str(done.exception)
    assert not (tmp_path / "releases").exists()


def test_redactions_of_the_folder(tmp_path: Path) -> None:
    """Who is written into the data folder is left out of every release; who was forgotten is told."""
    dataset = Dataset(tmp_path)
    articles = some_articles(12)
    dataset.store(articles, SECOND)
    dataset.state.close()
    (tmp_path / "redactions.txt").write_text(f"# theo đơn\n{articles[0].id}\n", "utf-8")
    (tmp_path / "more.txt").write_text(f"{articles[1].url}\n", "utf-8")
    arguments = ["release", "--data", str(tmp_path)]
    done = CliRunner().invoke(app, [*arguments, "--redact-file", str(tmp_path / "more.txt")])
    assert "left out: 2 on request" in done.stdout

    again = CliRunner().invoke(app, [*arguments, "--version", "b"])
    assert "left out: 1 on request" in again.stdout
    assert "left out 2 articles on request, this release 1: is one forgotten?" in again.stderr


@pytest.mark.parametrize("table", ["alias", "renamed"])
def test_an_address_of_old(tmp_path: Path, table: str) -> None:
    """An article is left out by any address under which it was ever met."""
    dataset = Dataset(tmp_path)
    keys = dataset.store(some_articles(12), SECOND)
    old = "https://baolangson.vn/tin-cu.aspx?n=7"
    with dataset.state.transaction():
        dataset.state.database.execute(f"INSERT INTO {table} VALUES (?, ?)", (keys[0], old))
    dataset.state.close()
    done = CliRunner().invoke(app, ["release", "--data", str(tmp_path), "--redact", old.partition("//")[2]])

    assert "left out: 1 on request" in done.stdout, done.exception
    assert "redact" not in done.stderr


def test_who_is_still_named(tmp_path: Path) -> None:
    """After an author was left out it is told how many texts have the name, in no file."""
    dataset = Dataset(tmp_path)
    articles = some_articles(12)
    hers = replace(articles[0], authors=("Mông Thị Vắng",))
    about = [edited(article, "Theo MÔNG THỊ VẮNG.") for article in articles[1:3]]
    dataset.store([hers, *about, *articles[3:]], SECOND)
    dataset.state.close()
    done = CliRunner().invoke(app, ["release", "--data", str(tmp_path), "--redact", "Mông Thị Vắng"])

    assert "left out: 1 on request" in done.stdout, done.exception
    assert done.stderr == "langson: redact: 2 released articles still have that name in their text\n"


def test_a_second_release(tmp_path: Path) -> None:
    """A later state is compared with the release before."""
    dataset = Dataset(tmp_path)
    articles = some_articles(12)
    dataset.store(articles, SECOND.replace(day=1))
    arguments = ["release", "--data", str(tmp_path)]
    CliRunner().invoke(app, arguments)
    dataset.store([edited(articles[0], "Thêm.")], SECOND)
    done = CliRunner().invoke(app, arguments)

    assert "since 2026-11-01: 0 added, 1 revised, 0 reread" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--version", "../x"], "version: '../x' is no name of a folder"),
        (["--split", "90"], "split: '90' is not of the form 80/10/10"),
        (["--redact", "…"], "redact: '…' names neither"),
        (["--redact", "https://example.vn/"], "is no address of an article"),
        (["--redact", "999999"], "redact: nothing to leave out for '999999': names need their marks"),
        (["--redact", "Nguoi Khong Co"], "nothing to leave out for 'Nguoi Khong Co': names need"),
        (["--redact", "số 12"], "redact: 'số 12' is no article's number, key or address"),
        (["--redact-file", "/nowhere/a.txt"], "/nowhere/a.txt: No such file"),
        (["--previous", "/nowhere"], "/nowhere is no release"),
    ],
)
def test_what_cannot_be(run: Run, tmp_path: Path, arguments: list[str], words: str) -> None:
    """One line says what is wrong; nothing is released."""
    done = run(*arguments)

    assert isinstance(done.exception, CrawlerError)
    assert words in str(done.exception)
    assert "\n" not in str(done.exception)
    assert list(tmp_path.rglob("README.md")) == []


def test_a_request_for_nothing(run: Run, tmp_path: Path) -> None:
    """Where a request leaves nothing out, not even the folder of releases is made."""
    done = run("--redact", "531453", "--redact", "Nguoi Khong Co")

    assert isinstance(done.exception, SettingError)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    """A data folder that is not there is named, and not made."""
    done = CliRunner().invoke(app, ["release", "--data", str(tmp_path / "nowhere")])

    assert "crawl.sqlite: no such file" in str(done.exception)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("library", ["pyarrow", "numpy"])
def test_a_missing_library(library: str, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    """One line says what to install."""
    monkeypatch.setattr(
        "crawler.cli.release.find_spec", lambda name: None if name == library else find_spec(name)
    )
    done = run()

    assert isinstance(done.exception, SettingError)
    assert str(done.exception) == f"release: {library} is not installed; pip install -e '.[release]'"


@pytest.mark.drill
def test_the_help_needs_no_library() -> None:
    """The command's help is printed where nothing of the extra is installed."""
    code = (
        "import sys\nfor name in ('pyarrow', 'numpy', 'pandas'): sys.modules[name] = None\n"
        "sys.argv = ['langson', 'release', '--help']\nfrom crawler.cli import main\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "snapshot" in done.stdout
