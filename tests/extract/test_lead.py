"""The lead: the first running text, without its mark; repetitions and machine excerpts are no lead."""

from __future__ import annotations

import pytest

from tests.extract.sheet import FIRST, LAST, LEAD, STAMP, paragraphs, read, sheet

BODY = [{"type": "paragraph", "text": FIRST}, {"type": "paragraph", "text": LAST}]
REST = paragraphs(FIRST, LAST)


@pytest.mark.parametrize(
    "lead",
    [
        f"<p>{LEAD}</p>",
        f"<p><strong>{LEAD}</strong></p>",
        f"<p><b><i>{LEAD}</i></b></p>",
        f"<h2>{LEAD}</h2>",
        f"<div class='sapo'>{LEAD}</div>",
        f"<div class='x'><p>{LEAD}</p></div>",
        f"<em>{LEAD}</em><br><br>",
        f"{LEAD}<br>",
    ],
)
@pytest.mark.parametrize("place", ["inside", "above"])
def test_forms(lead: str, place: str) -> None:
    """The lead is the first paragraph, whatever its tag, inside the text's block or above it."""
    markup = sheet(text=lead + REST) if place == "inside" else sheet(meta=f"<p>{STAMP}</p>{lead}", text=REST)

    record = read(markup)

    assert (record["lead"], record["body"]) == (LEAD, BODY)


@pytest.mark.parametrize(
    ("printed", "dateline"),
    [
        (f"LSO-{LEAD}", "LSO-"),
        (f"LSO - {LEAD}", "LSO -"),
        (f"LSO – {LEAD}", "LSO –"),
        (f"(LSO) – {LEAD}", "(LSO) –"),
        (f"(LSO) –{LEAD}", "(LSO) –"),
        (f"– {LEAD}", "–"),
        (f"- {LEAD}", "-"),
        (f"<strong>LSO-</strong>{LEAD}", "LSO-"),
        (f"<b>(LSO)</b> - {LEAD}", "(LSO) -"),
        (LEAD, None),
    ],
)
def test_dateline(printed: str, dateline: str | None) -> None:
    """The dateline mark is kept in `raw`, not in the lead."""
    record = read(sheet(text=f"<p>{printed}</p>{REST}"))

    assert (record["lead"], record["raw"].get("dateline")) == (LEAD, dateline)
    assert record["body"] == BODY


def test_dateline_below_the_lead() -> None:
    """The mark may stand at the head of the text below a lead that has none."""
    record = read(sheet(text=f"<h2>{LEAD}</h2>" + paragraphs(f"LSO-{FIRST}", LAST)))

    assert (record["lead"], record["raw"]["dateline"], record["body"]) == (LEAD, "LSO-", BODY)


@pytest.mark.parametrize(
    "excerpt",
    [
        "".join(LEAD.split(" ")) + FIRST[:40] + "...",
        f"{LEAD}{FIRST}"[:180] + "…",
        f"{LEAD[:110]} [...]",
        f"LSO-{LEAD}{FIRST}"[:200] + " [&hellip;]",
    ],
)
@pytest.mark.parametrize("tag", ["p", "h2", "div"])
def test_glued_excerpt(excerpt: str, tag: str) -> None:
    """A machine excerpt, the text's own beginning glued and cut, is neither lead nor body."""
    record = read(sheet(text=f"<{tag}>{excerpt}</{tag}>" + paragraphs(LEAD) + REST))

    assert (record["lead"], record["body"]) == (LEAD, BODY)


@pytest.mark.parametrize("again", [f"<p>{LEAD}</p>", f"<p>LSO-{LEAD}</p>", f"<p><b>{LEAD}</b></p>"])
def test_lead_printed_twice(again: str) -> None:
    """A lead that is repeated right behind itself stands once in the record."""
    record = read(sheet(text=f"<h2>{LEAD}</h2>{again}{REST}"))

    assert (record["lead"], record["body"]) == (LEAD, BODY)


def test_lead_that_copies_a_later_paragraph() -> None:
    """A later paragraph that the lead copies stays at its place."""
    record = read(sheet(text=f"<h2>{LAST}</h2>" + paragraphs(FIRST, LAST)))

    assert (record["lead"], record["body"]) == (LAST, BODY)


@pytest.mark.parametrize("behind", ["", "<p>BBT</p>", "<p><b>HOÀNG MAI</b></p>"])
def test_one_paragraph(behind: str) -> None:
    """An article of one paragraph has a body and no lead."""
    record = read(sheet(text=paragraphs(LEAD), behind=behind))

    assert (record["lead"], record["body"]) == (None, [{"type": "paragraph", "text": LEAD}])


def test_photo_story() -> None:
    """A photo story's one paragraph is its lead, its pictures are the body."""
    pictures = "".join(
        f"<figure><img src='/a{n}.jpg'><figcaption>Cảnh {n}</figcaption></figure>" for n in (1, 2)
    )

    record = read(sheet(text=paragraphs(LEAD) + pictures))

    assert record["lead"] == LEAD
    assert [(block["type"], block["caption"]) for block in record["body"]] == [
        ("image", "Cảnh 1"),
        ("image", "Cảnh 2"),
    ]


def test_picture_above_the_lead() -> None:
    """A picture may stand above the lead; it is the body's first block."""
    picture = "<figure><img src='/a.jpg'><figcaption>Đại biểu dự hội nghị</figcaption></figure>"

    record = read(sheet(text=picture + paragraphs(LEAD) + REST))

    assert record["lead"] == LEAD
    assert [block["type"] for block in record["body"]] == ["image", "paragraph", "paragraph"]
