"""What changed in an article, as the report keeps it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from crawler.report.page.changed import MOST, changed_articles
from crawler.report.page.changes_by_kind import apart_from_the_text, changes_by_kind


def record(**changes: Any) -> dict[str, Any]:
    """A record with what matters here."""
    blocks = [{"type": "paragraph", "text": f"Đoạn thứ {number}."} for number in range(5)]
    whole: dict[str, Any] = {
        "id": "1",
        "url": "https://baolangson.vn/1.html",
        "title": "Hội nghị",
        "lead": None,
        "authors": ["A"],
    }
    whole |= {"published_at": "2026-11-24T08:00:00+07:00", "view_count": 1, "tags": [], "body": blocks}
    return {**whole, "crawl": {"fetched_at": "x"}, **changes}


def changed(before: dict[str, Any] | None, now: dict[str, Any]) -> dict[str, Any]:
    """What one changed article gives."""
    row = ("main/1", "https://baolangson.vn/1.html", json.dumps(before) if before else None, json.dumps(now))
    return changed_articles([row])


BLOCKS = record()["body"]


@pytest.mark.parametrize(
    ("before", "now", "kind", "fields"),
    [
        ({}, {"title": "Đại hội"}, "revised", ["title"]),
        ({}, {"title": "Đại hội", "tags": ["a"]}, "revised", ["title", "tags"]),
        ({}, {"tags": ["a"]}, "amended", ["tags"]),
        ({"updated_at": "x"}, {"updated_at": None, "view_count": 2}, "amended", ["updated_at", "view_count"]),
        ({"raw": {"byline": "A"}}, {"raw": {"views": "1"}}, "reread", ["raw.byline", "raw.views"]),
        ({"evidence": {"lead": "p"}}, {"evidence": {"lead": "h2"}}, "reread", ["evidence.lead"]),
        ({"aliases": []}, {"aliases": ["a"]}, "reread", ["aliases"]),
        ({"schema": "article/0"}, {"schema": "article/1"}, "reread", ["schema"]),
        ({}, {"crawl": {"fetched_at": "y"}}, "reread", ["crawl.fetched_at"]),
        ({"crawl": {"extractor": "1"}}, {"title": "b", "crawl": {"extractor": "2"}}, "reread", ["title"]),
        ({"crawl": {"content_hash": "a"}}, {"body": [], "crawl": {"content_hash": "a"}}, "amended", ["body"]),
    ],
)
def test_what_the_paper_changed_is_told_from_what_is_read_otherwise(
    before: dict[str, Any], now: dict[str, Any], kind: str, fields: list[str]
) -> None:
    """Each changed article is of one kind, and a field is named, whatever it is."""
    found = changed(record(**before), record(**now))

    assert found["kinds"] == {kind: 1}
    assert (found["articles"][0]["kind"], found["articles"][0]["fields"]) == (kind, fields)
    assert sorted(found["fields"]) == sorted(fields)
    assert all(detail["before"] or detail["after"] for detail in found["articles"][0]["details"])


def test_the_groups_of_the_page() -> None:
    """Every kind has its number, its articles, and how many are not listed."""
    rows = [
        ("main/1", "", json.dumps(record()), json.dumps(record(title="b"))),
        *((f"main/{n}", "", json.dumps(record()), json.dumps(record(raw={"a": "b"}))) for n in range(2, 50)),
        ("main/60", "", json.dumps(record()), json.dumps(record(view_count=5))),
    ]
    found = changed_articles(rows)

    numbers = [(group["kind"], group["number"], len(group["articles"]), group["more"])
               for group in changes_by_kind(found)]  # fmt: skip
    assert numbers == [("revised", 1, 1, 0), ("reread", 48, 39, 9), ("views", 1, 0, 0)]
    assert apart_from_the_text(found) == " (49 articles of them not in their text)"
    assert changes_by_kind({"fields": {}, "articles": []}) == []


@pytest.mark.parametrize(
    ("now", "detail"),
    [
        (
            record(title="Đại hội"),
            {"field": "title", "before": ["Hội nghị"], "after": ["Đại hội"], "more": 0},
        ),
        (record(lead="Sáng nay."), {"field": "lead", "before": [], "after": ["Sáng nay."], "more": 0}),
        (record(authors=[]), {"field": "authors", "before": ["A"], "after": [], "more": 0}),
        (record(tags=["a", "b"]), {"field": "tags", "before": [], "after": ["a · b"], "more": 0}),
        (
            record(body=[*BLOCKS[:1], *BLOCKS[2:]]),
            {"field": "body", "before": ["Đoạn thứ 1."], "after": [], "more": 0},
        ),
        (
            record(body=[]),
            {"field": "body", "before": [f"Đoạn thứ {n}." for n in range(3)], "after": [], "more": 2},
        ),
    ],
)
def test_before_and_after(now: dict[str, Any], detail: dict[str, Any]) -> None:
    """The field with what stood there and what stands there now."""
    found = changed(record(), now)

    assert found["fields"] == {detail["field"]: 1}
    assert found["articles"][0]["details"] == [detail]


def test_a_long_paragraph_is_shown_from_its_change_on() -> None:
    """The difference is seen although it stands far behind."""
    before, after = (
        {"type": "paragraph", "text": "Mở đầu. " * 200 + end} for end in ("mười người", "hai người")
    )
    (detail,) = changed(record(body=[before]), record(body=[after]))["articles"][0]["details"]

    assert detail["before"][0].startswith("…")
    assert detail["before"][0].endswith("mười người")
    assert detail["after"][0].endswith("hai người")


def test_views_alone_are_counted_and_not_listed() -> None:
    """As is what only the crawler writes of itself."""
    found = changed(record(), record(view_count=9, crawl={"fetched_at": "y"}))

    assert found == {"fields": {"view_count": 1}, "kinds": {"views": 1}, "articles": []}


def test_texts_before_views_and_not_too_many() -> None:
    """A list of bounded length has the articles whose text changed, the newest first."""
    rows = []
    for number in range(500):
        day = f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}T08:00:00+07:00"
        now = record(published_at=day, **({"title": f"{number}"} if number % 10 == 0 else {"tags": ["a"]}))
        rows.append((f"main/{number}", "", json.dumps(record(published_at=day)), json.dumps(now)))
    found = changed_articles(rows)
    listed = found["articles"]

    assert found["fields"] == {"tags": 450, "title": 50}
    assert len(listed) == MOST
    assert all(article["fields"] == ["title"] for article in listed)
    assert [article["published_at"] for article in listed] == sorted(
        (a["published_at"] for a in listed), reverse=True
    )
    assert listed == changed_articles(reversed(rows))["articles"]


def test_a_record_before_that_is_not_known() -> None:
    """Is said, and nothing is made up."""
    found = changed(None, record())

    assert (found["fields"], found["kinds"]) == ({}, {"untold": 1})
    assert found["articles"][0]["fields"] == []
    assert found["articles"][0]["details"] == []
