"""`langson doctor` as a user runs it: on a site, on its bundle, on an archive."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.doctor.altered import Twist, altered_site, as_it_is, in_layout, with_status
from tests.rim.command import Done, langson
from tests.rim.site import Site

pytestmark = pytest.mark.drill
REFUSES = "User-agent: *\nDisallow: /\n"


def doctor(site: Site, bundle: Path, *options: object) -> Done:
    """Run it against a site, without a pause."""
    who = ("--contact", "desk@example.org", "--bundle", bundle)
    done = langson("doctor", "--origin", site.url, "--delay", 0, *who, *options)
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.parametrize(
    ("twist", "robots_txt", "code", "words"),
    [
        (as_it_is, "", 0, "All is well"),
        (in_layout(stamp=""), "", 9, "No date of publication (stamp) was found below the title on 3 of 3"),
        (with_status(403, "<title>Just a moment...</title>", cf_mitigated="challenge"), "", 9, "a challenge"),
        (with_status(503, "busy"), "", 5, "HTTP 503"),
        (as_it_is, REFUSES, 4, "So no article may be fetched from there"),
    ],
)
def test_on_a_site_and_on_its_bundle(
    tmp_path: Path, twist: Twist, robots_txt: str, code: int, words: str
) -> None:
    """Few requests, the finding, the exit code; the bundle alone gives the same report, and no contact."""
    bundle = tmp_path / "bundle.zip"
    with altered_site(twist, robots_txt=robots_txt) as site:
        done = doctor(site, bundle)
        asked = len(site.log)
    again = langson("doctor", bundle)

    assert done.returncode == code, done.stdout + done.stderr
    assert words in done.stdout
    assert asked <= 25
    assert (again.returncode, again.stdout) == (done.returncode, done.stdout)
    with zipfile.ZipFile(bundle) as file:
        pages = file.read("pages.warc.gz")
        assert "desk@example.org" not in file.read("report.json").decode() + file.read("report.md").decode()
    (tmp_path / "pages.warc.gz").write_bytes(pages)
    assert langson("doctor", tmp_path / "pages.warc.gz", "--origin", site.url).returncode == code
    if robots_txt:
        assert [request.path for request in site.log] == ["/robots.txt"]


def test_nobody_answers(tmp_path: Path) -> None:
    """A site that is down: said in words, and with the code of it."""
    with altered_site() as site:
        pass
    done = doctor(site, tmp_path / "b.zip")

    assert done.returncode == 5, done.stdout + done.stderr
    assert "could not be had" in done.stdout
    assert "Try again later" in done.stdout


def test_an_archive_of_a_crawl(tmp_path: Path) -> None:
    """The archive of a run tells as much as was asked, without any option."""
    with altered_site(in_layout(stamp="")) as site:
        where = ("--origin", site.url, "--data", tmp_path, "--section", "chinh-tri")
        langson("crawl", *where, "--delay", 0)
    [archive] = tmp_path.glob("runs/*/pages.warc.gz")
    done = langson("doctor", archive)

    assert done.returncode == 9, done.stdout + done.stderr
    assert "No date of publication" in done.stdout


def zipped(*names: str) -> bytes:
    """A zip file with files of these names, each empty."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as file:
        for name in names:
            file.writestr(name, b"")
    return whole.getvalue()


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (None, 2, "no such file"),
        (b"", 2, "neither a bundle"),
        (b"<html>", 2, "neither a bundle"),
        (zipped("holiday.jpg"), 2, "neither a bundle"),
        (b"PK\x03\x04", 6, "damaged"),
        (zipped("pages.warc.gz", "report.json")[:-30], 6, "damaged"),
        (zipped("pages.warc.gz", "report.json"), 6, "damaged"),
    ],
)
def test_what_is_no_file_for_it(tmp_path: Path, content: bytes | None, code: int, words: str) -> None:
    """What is no bundle was given by mistake (2), a bundle that cannot be read is damaged (6)."""
    path = tmp_path / "a.zip"
    if content is not None:
        path.write_bytes(content)
    done = langson("doctor", path)

    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_bundle_that_cannot_be_written(tmp_path: Path) -> None:
    """It is said before anything is asked."""
    with altered_site() as site:
        done = doctor(site, tmp_path)

    assert done.returncode == 2
    assert "--bundle" in done.stderr
    assert site.log == []


def test_the_paper_itself_is_not_asked_without_a_contact() -> None:
    """As in every crawl."""
    done = langson("doctor")

    assert done.returncode == 2
    assert "--contact" in done.stderr
