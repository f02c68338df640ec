"""`langson history`: one article over time, for people and for programs."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.items import Paragraph
from crawler.store.sightings import Sighting, Sightings
from tests.history.kept import BODY, URL, article, kept

Run = Callable[..., tuple[int, str, str]]
NEW_SITE = "https://baolangson.vn/hoi-nghi-giao-ban-thang-1005314.html"
ENGLISH = "https://baolangson.vn/en/politics/5314-monthly-meeting.html"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An article that was read four times: views grew, the text changed, it moved to the new site."""
    first, revenue = BODY[0], BODY[3]
    assert isinstance(first, Paragraph)
    assert isinstance(revenue, Paragraph)
    decomposed = unicodedata.normalize("NFD", revenue.text)
    edited = [
        BODY[2],
        Paragraph(text=first.text.replace("tháng mười một", "tháng 11")),
        replace(revenue, text=decomposed.replace("98", "102,5")),
        Paragraph(text="Cùng ngày, đoàn kiểm tra thực tế tại xã Tân Thành."),
    ]
    state = kept(
        tmp_path,
        article(),
        article(read_at="2026-11-20T15:00:00+07:00", views=300),
        article(read_at="2026-11-21T09:00:00+07:00", views=1250, body=edited, title="Hội nghị giao ban <b>"),
        article(url=NEW_SITE, read_at="2026-11-23T09:00:00+07:00", views=1300, body=edited,
                title="Hội nghị giao ban <b>"),
    )  # fmt: skip
    sighting = Sighting("main/5314", URL, None, "chinh-tri")
    Sightings(state.database).note("sitemap", [sighting], seen_at="2026-11-20T09:00:00+07:00")
    state.close()
    return tmp_path


def test_for_people(run: Run, folder: Path) -> None:
    """Readable without colour: changed words marked, moved and new blocks named, views with their growth."""
    code, out, err = run("history", "5314", "--data", folder)

    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "main/5314  Hội nghị giao ban <b>"
    for line in (
        "  revision 1, as read 2026-11-20 15:00: “Hội nghị giao ban tháng 11”, 5 blocks",
        "  revision 2, as read 2026-11-23 09:00; changed after 2026-11-20 15:00",
        "    title: Hội nghị giao ban [-tháng 11-]{+<b>+}",
        "    paragraph moved and changed from place 1, block 2",
        "      Sáng 20/11, Ban Thường vụ Huyện ủy tổ chức hội nghị giao ban tháng [-mười một-]{+11+}.",
        "    paragraph changed, block 3",
        "    paragraph added, block 4",
        "      + Cùng ngày, đoàn kiểm tra thực tế tại xã Tân Thành.",
        "    image removed, was block 2",
        "      - Quang cảnh hội nghị",
        f"  canonical  {NEW_SITE}",
        "  2026-11-20 09:00   120         ██▊",
        "  2026-11-23 09:00  1300  +50    ██████████████████████████████",
    ):
        assert line in lines, out
    assert any(line.startswith(f"  old site   {URL}  (shown by sitemap") for line in lines)
    assert "[-98-]{+102,5+}%" in out
    assert "\x1b" not in out
    assert all(line == line.rstrip() for line in lines)


def test_for_programs(run: Run, folder: Path) -> None:
    """Everything as JSON: whole records, the pieces of each changed text, addresses and views."""
    code, out, _ = run("history", "5314", "--data", folder, "--format", "json")
    found = json.loads(out)

    assert code == 0
    assert (found["schema"], found["key"], found["url"]) == ("history/1", "main/5314", NEW_SITE)
    assert [version["revision"] for version in found["revisions"]] == [1, 2]
    assert found["revisions"][0]["record"]["title"] == "Hội nghị giao ban tháng 11"
    (change,) = found["changes"]
    title = next(field for field in change["fields"] if field["field"] == "title")
    assert "".join(piece["text"] for piece in title["pieces"] if piece["kind"] != "added") == title["old"]
    assert [block["fate"] for block in change["blocks"]] == [
        *("removed", "moved-changed", "changed", "added", "removed")
    ]
    assert [address["url"] for address in found["addresses"]] == [NEW_SITE, URL]
    assert [view["view_count"] for view in found["view_counts"]] == [120, 300, 1250, 1300]
    assert found["tombstone"] is None
    assert out == run("history", "main/5314", "--data", folder, "--format", "json")[1]


@pytest.mark.parametrize(
    "name",
    [
        *("5314", "main/5314", "1005314", URL, NEW_SITE, f"{NEW_SITE}?utm_source=x#top"),
        *("https://baolangson.vn/chinh-tri/5314-ten-cu.html", "baolangson.vn/doi-ten-1005314.html"),
        "https://baolangson.vn/?p=5314",
    ],
)
def test_names_of_an_article(run: Run, folder: Path, name: str) -> None:
    """A number of either site, a key, any address of it, also under another slug."""
    code, out, _ = run("history", name, "--data", folder)

    assert (code, out.partition(" ")[0]) == (0, "main/5314")


@pytest.mark.parametrize(
    "name", ["99", "main/99", "", "https://[", "https://example.org/a-1005314.html", "\udcff"]
)
def test_unknown(run: Run, folder: Path, name: str) -> None:
    """No such article: one line, exit code 5."""
    code, out, err = run("history", name, "--data", folder)

    assert (code, out) == (5, "")
    assert err.endswith(f": no such article in {folder / 'crawl.sqlite'}\n")
    assert err.count("\n") == 1


def test_a_number_of_two_articles(run: Run, folder: Path) -> None:
    """The old site counted its English pages apart: both are named, and each can be asked for."""
    kept(folder, article(url=ENGLISH, title="Monthly meeting\x1b[31m")).close()
    code, out, err = run("history", "5314", "--data", folder)

    assert (code, out) == (2, "")
    assert (
        "5314: two articles have this number, main/5314 (“Hội nghị giao ban <b>”) and en1/5314 (“Mon" in err
    )
    assert err.count("\n") == 1
    assert "\x1b" not in err
    shown = run("history", "en1/5314", "--data", folder)
    assert shown[1].startswith("en1/5314  Monthly meeting\N{REPLACEMENT CHARACTER}[31m\n")


def test_known_and_not_stored(run: Run, folder: Path) -> None:
    """An article whose page was never read: what became of its address."""
    state = kept(folder)
    url = "https://baolangson.vn/chinh-tri/6000-hop.html"
    state.frontier.add_article("main/6000", url, goal=1, form="", found_at="2026-11-20T09:00:00+07:00")
    state.frontier.settle(url, "failed", "http-404", "the server has no such page")
    state.close()

    code, _, err = run("history", "6000", "--data", folder)

    assert code == 5
    assert f"6000: it is known, and not stored: {url} is failed: http-404: the server has no such page" in err


def test_gone(run: Run, folder: Path) -> None:
    """A tombstone is told, and one look that found nothing is no tombstone yet."""
    state = kept(folder)
    state.frontier.add_article("main/5314", URL, goal=1, form="", found_at="2026-11-20T09:00:00+07:00")
    state.frontier.settle(URL, "done", gone_at=1795600000.0)
    assert "not there when asked 2026-11-25" in run("history", "5314", "--data", folder)[1]
    with state.transaction():
        row = ("main/5314", URL, "2026-11-27T08:00:00+07:00")
        state.database.execute("INSERT INTO tombstone VALUES (?, ?, ?)", row)
    state.close()

    assert (
        f"gone: noted 2026-11-27 08:00, at {URL}; its record is kept"
        in run("history", "5314", "--data", folder)[1].splitlines()
    )
    found = json.loads(run("history", "5314", "--data", folder, "--format", "json")[1])
    assert found["tombstone"] == {"url": URL, "gone_at": "2026-11-27T08:00:00+07:00", "confirmed": True}


def test_no_state(run: Run, tmp_path: Path) -> None:
    """A folder without a state: one line, the storage code, nothing is made."""
    code, out, err = run("history", "5314", "--data", tmp_path / "none")

    assert (code, out) == (6, "")
    assert "`langson crawl` makes it" in err
    assert not (tmp_path / "none").exists()


def test_nothing_is_written(run: Run, folder: Path) -> None:
    """Reading leaves every byte of the folder as it is."""
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    run("history", "5314", "--data", folder)

    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_hundreds_of_views(run: Run, tmp_path: Path) -> None:
    """A long row of views is shown in twenty lines, the first and the last among them."""
    hours = [f"2026-{month:02}-{day:02}T09:00:00+07:00" for month in range(1, 11) for day in range(1, 29)]
    kept(tmp_path, *(article(read_at=hour, views=n * 7) for n, hour in enumerate(hours))).close()

    lines = run("history", "5314", "--data", tmp_path)[1].partition("View counts\n")[2].splitlines()

    assert len(lines) == 21
    assert lines[0].startswith("  2026-01-01 09:00     0")
    assert lines[-2].startswith("  2026-10-28 09:00  1953")
    assert lines[-1] == "  260 of 280 observations are left out; --format json has them"


@pytest.mark.skipif(sys.platform == "win32", reason="no terminal to pretend")
def test_colour_on_a_terminal_only(folder: Path) -> None:
    """On a terminal removed words are red; the marks stay, for whoever sees no colour."""
    import os
    import pty

    master, slave = pty.openpty()
    command = [sys.executable, "-m", "crawler.cli", "history", "5314", "--data", str(folder)]
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(command, stdout=slave, env=environment)
    os.close(slave)
    seen = bytearray()
    while True:
        try:
            if not (more := os.read(master, 65536)):
                break
        except OSError:  # the other side was closed
            break
        seen += more
    os.close(master)

    assert process.wait() == 0
    assert "\x1b[31m[-tháng 11-]" in seen.decode()
