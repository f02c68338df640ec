"""`langson find`: the search in a terminal; no Datasette is needed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.cli import main
from crawler.cli.exit_codes import ExitCode
from tests.search.library import LIBRARY, article, bury, save

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run `langson` in this process, without Datasette: exit code, standard output, standard error."""

    def langson(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setitem(sys.modules, "datasette", None)
        monkeypatch.setattr(sys, "argv", ["langson", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = capfdbinary.readouterr()
        return int(stopped.value.code or 0), out.decode(), err.decode()

    return langson


def test_a_half_remembered_name(run: Run, folder: Path) -> None:
    """Title and passage with the words marked, the facts, the address, and how many there are."""
    code, out, err = run("find", "hữu lũng", "trong rung", "--data", folder)

    assert (code, err) == (ExitCode.OK, "")
    assert out.splitlines() == [
        "Huyện [Hữu Lũng trồng rừng]",
        "    1003  2025-03-02 10:00 · chinh-tri/xay-dung-dang",
        "    Đảng ủy xã triển khai Chỉ thị số 05-CT/TW của Bộ Chính trị.",
        "    https://baolangson.vn/chinh-tri/1003-bai.html",
        "",
        "1 of 1 articles",
    ]


def test_json_for_programs(run: Run, folder: Path) -> None:
    """One line an article, the passage in pieces."""
    code, out, _ = run("find", "chợ", "--data", folder, "--format", "json", "--section", "kinh-te")
    [hit] = map(json.loads, out.splitlines())

    assert code == ExitCode.OK
    assert (hit["id"], hit["title"]) == ("1001", "Thị trấn Đồng Đăng khai trương chợ phiên")
    assert [piece["text"] for piece in hit["passage"] if piece["hit"]] == ["chợ"]
    assert hit["authors"] == ["MINH AN"]


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        (["--limit", "1"], ["1001"]),
        (["--since", "2026-01-01"], ["1001"]),
        (["--until", "2025-12-31"], ["1003"]),
        (["--section", "chinh-tri"], ["1003"]),
        (["--section", "chinh-tri", "--section", "kinh-te", "--sort", "oldest"], ["1003", "1001"]),
    ],
)
def test_options(run: Run, folder: Path, options: list[str], numbers: list[str]) -> None:
    """Narrowed down by section and day, cut, ordered."""
    _, out, _ = run("find", "chợ phiên", "--data", folder, "--format", "json", *options)

    assert [json.loads(line)["id"] for line in out.splitlines()] == numbers


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["zzz"], ExitCode.NOTHING, ""),
        (["***", "-"], ExitCode.USAGE, "langson: '*** -': no word to search for in it\n"),
        (["x", "--since", "31/12"], ExitCode.USAGE, "langson: since: cannot read '31/12'"),
        (["x", "--limit", "0"], ExitCode.USAGE, "langson: "),
    ],
)
def test_nothing_found_and_wrong_use(
    run: Run, folder: Path, arguments: list[str], code: ExitCode, words: str
) -> None:
    """One clear line, and an exit code for scripts."""
    done, _, err = (
        run("find", "--data", folder, "--", *arguments)
        if arguments[0] == "***"
        else run("find", *arguments, "--data", folder)
    )

    assert done == code
    assert err.startswith(words)


def test_no_data_folder(run: Run, tmp_path: Path) -> None:
    """The line says which file is missing, and what makes it."""
    code, out, err = run("find", "x", "--data", tmp_path / "none")

    assert (code, out) == (ExitCode.STORE, "")
    assert err == f"langson: {tmp_path / 'none' / 'crawl.sqlite'}: no such file; `langson crawl` makes it\n"


def test_no_article_has_all_the_words(run: Run, folder: Path) -> None:
    """It is said, and those with some of them are shown."""
    _, out, _ = run("find", "trồng rừng phòng hộ hữu lũng", "--data", folder, "--limit", "1")

    assert out.startswith("Huyện [Hữu Lũng] [trồng rừng]")
    assert "no article has all the words" in out


def test_no_terminal_obeys_an_article(run: Run, tmp_path: Path) -> None:
    """Control characters of a page are masked."""
    save(tmp_path, article(1, "Họp\x1b]0;owned\x07 giao ban", "Đoạn \x1b[31mđỏ."), *LIBRARY[:1])

    _, out, _ = run("find", "giao ban", "--data", tmp_path)

    assert "\x1b" not in out
    assert "\x07" not in out


def test_gone_articles_are_told(run: Run, folder: Path) -> None:
    """The paper has it no more; the dataset does."""
    bury(folder, 1003)

    _, out, _ = run("find", "trồng rừng", "--data", folder)

    assert "chinh-tri/xay-dung-dang · gone" in out
