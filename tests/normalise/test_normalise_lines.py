"""Lines in, JSON lines out, for `langson normalise`."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.normalise.lines import Kind, normalise_lines


def one(kind: Kind, line: str) -> dict[str, object]:
    """The record of a single line."""
    (record,) = normalise_lines(kind, [line])
    found = json.loads(record)
    assert list(found) == ["input", "value", "precision", "reason"]
    return dict(found)


def test_plain_dates() -> None:
    """A plain line is read as printed, and given back as it was."""
    assert one("dates", " Thứ 4, 17.05.2023 | 06:41\n") == {
        "input": " Thứ 4, 17.05.2023 | 06:41",
        "value": "2023-05-17T06:41:00+07:00",
        "precision": "minute",
        "reason": None,
    }


@pytest.mark.parametrize(
    ("line", "value", "slug"),
    [
        ('{"input": "2 giờ trước", "base": "2023-05-17T09:00:00+07:00"}', "2023-05-17T07:00:00+07:00", None),
        ('{"input": "2 giờ trước", "base": "2023-05-17T02:00:00Z"}', "2023-05-17T07:00:00+07:00", None),
        ('{"input": "2 giờ trước", "base": null}', None, "relative"),
        ('{"input": "2 giờ trước"}', None, "relative"),
        ('{"input": "17/05/2023", "base": "yesterday"}', None, "bad-base"),
        ('{"input": "17/05/2023", "base": 5}', None, "bad-base"),
        ('{"input": "17/05/2023", "base": "2023-05-01T00:00:00"}', None, "out-of-range"),
        ('{"text": "17/05/2023"}', None, "not-a-date"),
        ("{17/05/2023", None, "not-a-date"),
        ("{" * 5000, None, "too-long"),
        ('{"a":' * 5000, None, "too-long"),
        ("", None, "empty"),
    ],
)
def test_json_lines_carry_the_base(line: str, value: str | None, slug: str | None) -> None:
    """The object form gives the reference time; anything else in braces is plain text."""
    record = one("dates", line)

    assert record["value"] == value
    assert (str(record["reason"]).split(":")[0] if record["reason"] else None) == slug


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("2.513 lượt xem", 2513),
        ('{"input": "2.513 lượt xem", "base": null}', 2513),
        ("{{views}} lượt xem", None),
        ("", None),
    ],
)
def test_views(line: str, value: int | None) -> None:
    """Views give an integer or null with a reason, and no precision."""
    record = one("views", line)

    assert (record["value"], record["precision"]) == (value, None)
    assert (record["reason"] is None) == (value is not None)


@given(st.sampled_from(["dates", "views"]), st.lists(st.text()))
def test_one_line_out_for_each_line_in(kind: Kind, lines: list[str]) -> None:
    """Nothing raises, nothing is lost, and every line can be written as UTF-8."""
    records = list(normalise_lines(kind, lines))

    assert len(records) == len(lines)
    for record in records:
        assert "\n" not in record
        record.encode()
        json.loads(record)
