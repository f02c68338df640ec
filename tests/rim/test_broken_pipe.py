"""A reader that goes away early (`| head`) is no error."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rim.command import ROOT, langson
from tests.rim.site import Site, article, listing, served

pytestmark = pytest.mark.drill  # each starts processes of its own
COUNT = 400


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """A paper whose articles fill more than a pipe."""
    paths = [f"/chinh-tri/{number}-hoi-nghi.html" for number in range(1000, 1000 + COUNT)]
    routes = {path: article(1000 + n) for n, path in enumerate(paths)}
    with served(Site({"/chinh-tri": listing(paths), **routes})) as running:
        yield running


@pytest.fixture(scope="module")
def data(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with all of them."""
    folder = tmp_path_factory.mktemp("data")
    place = ("--origin", site.url, "--section", "chinh-tri", "--data", folder, "--delay", 0)
    done = langson("crawl", *place)
    assert done.returncode == 0, done.stderr
    return folder


def first_line(*arguments: object) -> tuple[int, bytes, bytes]:
    """Run `langson`, read one line and close the pipe: exit code, the line, standard error."""
    command = [sys.executable, "-m", "crawler.cli", *map(str, arguments)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    line = process.stdout.readline()
    process.stdout.close()
    with process.stderr as errors:
        said = errors.read()
    return process.wait(timeout=60), line, said


@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_export(data: Path, form: str) -> None:
    """`langson export | head -1` ends with 0 and without a word."""
    code, line, err = first_line("export", "--format", form, "--data", data)

    assert (code, err) == (0, b"")
    assert line.strip()


@pytest.mark.parametrize("arguments", ["replica truth --articles 500", "crawl --help", "schema"])
def test_other_output(arguments: str) -> None:
    """So does everything else that prints."""
    code, _, err = first_line(*arguments.split())

    assert (code, err) == (0, b"")


def test_scrape_asks_for_no_more(site: Site) -> None:
    """Where nobody takes the records, the other pages are not fetched."""
    addresses = [f"{site.url}/chinh-tri/{number}-hoi-nghi.html" for number in range(1000, 1000 + COUNT)]
    site.log.clear()
    code, line, err = first_line("scrape", "--origin", site.url, "--delay", "0.02", *addresses)

    assert (code, err) == (0, b"")
    assert line.startswith(b'{"schema"')
    assert len(site.paths()) < COUNT / 2


def test_crawl_keeps_its_exit_code(tmp_path: Path) -> None:
    """A summary that nobody reads changes nothing of what was done."""
    paths = [f"/chinh-tri/{number}-hoi-nghi.html" for number in (1001, 1002)]
    with served(Site({"/chinh-tri": listing(paths), paths[0]: article(1001)})) as site:
        place = ("--origin", site.url, "--section", "chinh-tri", "--data", tmp_path, "--delay", 0)
        code, _, err = first_line("crawl", *place)

    assert (code, err) == (3, b"")
