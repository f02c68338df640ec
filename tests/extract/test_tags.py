"""Keywords: what stands behind `Từ khóa`, in page order, and nothing else."""

from __future__ import annotations

import pytest

from tests.extract.sheet import FIRST, LAST, read, sheet

WORDS = ["nông thôn mới", "Lộc Bình", "xã Khuất Xá"]
LINKS = "".join(f"<a href='/tag/{n}'>{word}</a> " for n, word in enumerate(WORDS))
LIST = "".join(f"<li><a href='/tag/{n}'>{word}</a></li>" for n, word in enumerate(WORDS))


@pytest.mark.parametrize(
    "below",
    [
        f"<div>• Từ khóa: {LINKS}</div>",
        f"<div><span>• Từ khóa</span> {LINKS}</div>",
        f"<p>• Từ khóa</p><p>{LINKS}</p>",
        f"<p>Từ khoá:</p><ul>{LIST}</ul>",
        f"<ul><li>Từ khóa</li>{LIST}</ul>",
        f"<div>Tags: {', '.join(WORDS)}</div>",
        f"<div>Từ khóa: {'; '.join(WORDS)}.</div>",
        f"<div>• Từ khóa</div><div>{' '.join(f'#{word}' for word in WORDS)}</div>",
        "<div>Từ khóa: " + " ".join(f"<a href='/tag/x'>#{word}</a>," for word in WORDS) + "</div>",
        f"<div class='the'>{LINKS}</div>",
    ],
)
@pytest.mark.parametrize("place", ["inside", "outside"])
def test_forms(below: str, place: str) -> None:
    """Keywords as links, as a list, as plain text, with hashes, inside the text's block or below it."""
    signed = "<p><b>HOÀNG MAI</b></p>"
    markup = sheet(behind=signed + below) if place == "inside" else sheet(behind=signed, below=below)

    record = read(markup)

    assert record["tags"] == WORDS
    assert [block["text"] for block in record["body"]] == [FIRST, LAST]
    assert record["authors"] == ["HOÀNG MAI"]


@pytest.mark.parametrize(
    "below",
    [
        "",
        "<div>• Từ khóa</div>",
        "<div>• Từ khóa:</div><footer><p>Giấy phép số 328/GP-BTTTT</p></footer>",
        "<p>• Từ khóa</p><h3>Tin mới nhất</h3><ul>"
        "<li><a href='/chinh-tri/620001-a.html'>Tràng Định triển khai nhiệm vụ quý IV</a></li></ul>",
        "<p>• Từ khóa</p><p>Chia sẻ: <a href='#'>Facebook</a> <a href='#'>Zalo</a></p>",
    ],
)
def test_none_printed(below: str) -> None:
    """A bare label has no keywords; what comes next on the page is none."""
    assert read(sheet(below=below))["tags"] == []


def test_repeated_keywords() -> None:
    """A keyword printed twice stands once."""
    below = f"<div>Từ khóa: {LINKS} <a href='/tag/9'>Lộc Bình</a></div>"

    assert read(sheet(below=below))["tags"] == WORDS


def test_keyword_links_in_the_text() -> None:
    """A linked word inside the text is no keyword."""
    text = f"<p>{FIRST.replace('kênh mương', '<a href=/tag/1>kênh mương</a>')}</p><p>{LAST}</p>"

    assert read(sheet(text=text))["tags"] == []
