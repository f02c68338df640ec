"""The stamp and the view counter: after the title and near it, told from look-alikes by place."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from crawler.errors import MissingLandmarkError
from tests.extract.sheet import FIRST, LAST, LEAD, PUBLISHED, STAMP, TITLE, VIEWS, paragraphs, read, sheet

CLOCK = "Thứ 6, 20.09.2024 | 10:15:00"
OTHERS = "".join(
    f"<li><a href='/chinh-tri/6200{n}-bai-khac.html'>Tin khác số {n} của huyện</a>"
    f"<span>Thứ 5, 19.09.2024 | 0{n}:12:13</span><span>{n}.204 lượt xem</span></li>"
    for n in range(1, 5)
)


def times(record: dict[str, Any]) -> tuple[str, int | None]:
    """When it was published and how often it was read."""
    return record["published_at"], record["view_count"]


def json_ld(**keys: str) -> str:
    """A head with JSON-LD."""
    thing = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE} | keys
    script = orjson.dumps(thing).decode()
    return f"<title>{TITLE}</title><script type='application/ld+json'>{script}</script>"


# --- look-alikes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "above",
    [
        f"<div class='top'>{CLOCK}</div>",
        f"<div class='top'>{CLOCK}</div><div>87.978.437 lượt xem</div>",
        f"<header><p>Báo Lạng Sơn</p><p>{CLOCK} [(GMT +7)]</p></header>",
        f"<table><tr><td><a href='/'>Trang chủ</a></td><td>{CLOCK}</td></tr></table>",
    ],
)
def test_header_clock_is_never_taken(above: str) -> None:
    """The clock above the title is not the stamp, though it is printed in the stamp's very format."""
    record = read(sheet(above=above))

    assert times(record) == (PUBLISHED, 408)
    assert record["raw"]["published"] == STAMP


@pytest.mark.parametrize(
    "above",
    [
        f"<div class='top'>{CLOCK}</div>",
        # A day that is not the day of the fetch: the page was saved from a cache.
        "<header><a href='/'>Trang chủ</a><span>Thứ 5, 19.09.2024 | 22:00:01</span></header>",
    ],
)
def test_header_clock_does_not_stand_in(above: str) -> None:
    """Where no stamp is printed the clock is no substitute: the page is set aside."""
    with pytest.raises(MissingLandmarkError) as caught:
        read(sheet(above=above, meta=f"<div>{VIEWS}</div>"))

    assert caught.value.field == "published_at"


def test_metadata_of_another_article() -> None:
    """JSON-LD that names another article's address says nothing of this one's times."""
    other = "https://baolangson.vn/chinh-tri/620001-trang-dinh-trien-khai.html"
    head = json_ld(
        url=other, datePublished="2024-09-10T08:00:00+07:00", dateModified="2024-09-11T07:00:00+07:00"
    )

    assert read(sheet(head=head))["updated_at"] is None
    with pytest.raises(MissingLandmarkError):
        read(sheet(head=head, meta=f"<div>{VIEWS}</div>"))


def test_clock_below_the_title() -> None:
    """A time that is that of the fetch, wherever it stands, is a clock."""
    with pytest.raises(MissingLandmarkError):
        read(sheet(meta=f"<div>{CLOCK[:-2]}01</div>"))


@pytest.mark.parametrize("place", ["above", "below", "behind"])
def test_neighbours(place: str) -> None:
    """Stamps and counters of newest and most-read articles are theirs, before and behind the text."""
    box = f"<div class='canh'><h3>Tin mới nhất</h3><ul>{OTHERS}</ul></div>"
    behind = f"<p><b>HOÀNG MAI</b></p>{box}"
    markup = sheet(behind=behind) if place == "behind" else sheet(**{place: box})

    assert times(read(markup)) == (PUBLISHED, 408)


def test_neighbours_between_title_and_stamp() -> None:
    """A related box right below the title does not lend its stamps."""
    box = f"<div><h4>Bài liên quan</h4><ul>{OTHERS}</ul></div>"

    assert times(read(sheet(title=f"<h1>{TITLE}</h1>{box}"))) == (PUBLISHED, 408)


@pytest.mark.parametrize("place", ["above", "below"])
def test_neighbours_do_not_stand_in(place: str) -> None:
    """Where the article prints neither stamp nor views, its neighbours' are not taken."""
    box = f"<div><h3>Đọc nhiều</h3><ul>{OTHERS}</ul></div>"

    with pytest.raises(MissingLandmarkError) as caught:
        read(sheet(meta="", **{place: box}))
    assert caught.value.field == "published_at"

    record = read(sheet(meta=f"<p>{STAMP}</p>", **{place: box}))
    assert times(record) == (PUBLISHED, None)
    assert "view_count" not in record["raw"]


def test_footer() -> None:
    """The licence's date and the visit total in the imprint are not the article's."""
    below = (
        "<footer><p>Giấy phép số 328/GP-BTTTT ngày 21/04/2009</p>"
        "<p>Tổng lượt truy cập: 87.978.437 lượt xem</p><p>Cập nhật: Thứ 6, 20.09.2024 | 08:00:00</p></footer>"
    )

    record = read(sheet(meta=f"<p>{STAMP}</p>", below=below))

    assert times(record) == (PUBLISHED, None)
    assert record["updated_at"] is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Sáng 4/10, đoàn công tác của tỉnh kiểm tra tại xã Khuất Xá, huyện Lộc Bình.",
        "Thứ 3, ngày 4/10/2022, đoàn công tác của tỉnh kiểm tra tiến độ tại xã Khuất Xá.",
        "Ngày 30.09.2022 lúc 14:30, hội nghị bắt đầu với sự tham dự của 120 đại biểu từ các xã.",
        "Đoạn phim tuyên truyền của xã Khuất Xá đã thu hút 4.987 lượt xem trên mạng xã hội.",
    ],
)
@pytest.mark.parametrize("order", ["before", "behind"])
def test_sentence_that_looks_like_a_stamp(sentence: str, order: str) -> None:
    """A date or a count inside a sentence is text, not the stamp, and stays in the text."""
    meta = f"<div>{STAMP}</div><div>{VIEWS}</div>"
    whole = paragraphs(sentence, FIRST, LAST)
    markup = sheet(meta=meta, text=whole) if order == "behind" else sheet(meta=f"<p>{sentence}</p>{meta}")

    record = read(markup)

    assert times(record) == (PUBLISHED, 408)
    assert record["lead"] == sentence


# --- forms ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "meta",
    [
        f"<p>{STAMP}</p><p>{VIEWS}</p>",
        f"<p>{STAMP} | {VIEWS}</p>",
        f"<p>{STAMP} • {VIEWS}</p>",
        f"<p>{STAMP} - {VIEWS}</p>",
        f"<p>{VIEWS} | {STAMP}</p>",
        f"<p><span>{STAMP}</span><span>{VIEWS}</span></p>",
        f"<div><time>{STAMP}</time> <i class='fa-eye'></i> {VIEWS}</div>",
        "<p><span>Thứ 4,</span> <span>05.10.2022</span> | <span>15:48:48</span> <b>408</b> lượt xem</p>",
        "<div>Thứ 4,</div><div>05.10.2022</div><div>15:48:48</div><div>408 lượt xem</div>",
        "<table><tr><td>Thứ 4, 05.10.2022</td><td>15:48:48</td><td>408 lượt xem</td></tr></table>",
        f"<table><tr><td>{STAMP}</td></tr><tr><td>{VIEWS}</td></tr></table>",
        f"<table><tr><td>Ngày đăng:</td><td>{STAMP}</td></tr><tr><td>Lượt xem:</td><td>408</td></tr></table>",
        f"<ul><li>{STAMP}</li><li>Lượt xem: 408</li></ul>",
        f"<dl><dt>Đăng lúc</dt><dd>{STAMP}</dd><dt>Số lượt xem</dt><dd>408</dd></dl>",
        f"<p>{STAMP} [(GMT +7)] <a href='#'>A</a>&nbsp; <a href='#'>A</a></p><p>{VIEWS}</p>",
        f"<p>{STAMP} [(GMT +7)]&nbsp;A&nbsp;&nbsp;A</p><p>{VIEWS}</p>",
        f"<p>{STAMP} (GMT+7)</p><p>Đã xem: 408</p>",
        f"<p>Đăng lúc: {STAMP}</p><p>Lượt xem: 408</p>",
        f"<p>Hoàng Mai | {STAMP}</p><p>{VIEWS}</p>",
    ],
)
def test_forms(meta: str) -> None:
    """Stamp and counter on one line or several, in elements, cells and lists, with zone and buttons."""
    record = read(sheet(meta=meta))

    assert times(record) == (PUBLISHED, 408)
    assert record["lead"] == LEAD
    assert [block["text"] for block in record["body"]] == [FIRST, LAST]


@pytest.mark.parametrize(
    ("printed", "published"),
    [
        ("Thứ tư, 05/10/2022 - 15:48", "2022-10-05T15:48:00+07:00"),
        ("05/10/2022 15:48", "2022-10-05T15:48:00+07:00"),
        ("Thứ Tư, ngày 5 tháng 10 năm 2022, 15:48", "2022-10-05T15:48:00+07:00"),
        ("15:48 | 05/10/2022", "2022-10-05T15:48:00+07:00"),
        ("15h48, ngày 05/10/2022", "2022-10-05T15:48:00+07:00"),
        ("Chủ nhật, 02.10.2022 | 07:05:09", "2022-10-02T07:05:09+07:00"),
    ],
)
def test_ways_to_write_it(printed: str, published: str) -> None:
    """The stamp is found in each of the forms that the paper and its family print."""
    assert read(sheet(meta=f"<p>{printed}</p>"))["published_at"] == published


@pytest.mark.parametrize(
    "meta",
    [
        f"<div>{STAMP}</div><div>{VIEWS}</div>",
        f"<p>{STAMP}</p> - <span>{VIEWS}</span>",
        f"<p>{STAMP} | {VIEWS}</p>",
        f"<div><span>{STAMP}</span> / <span>{VIEWS}</span></div>",
        f"<p>{STAMP}</p>• <b>{VIEWS}</b>",
    ],
)
def test_strings_as_printed(meta: str) -> None:
    """`raw` holds stamp and counter as printed, without the marks that set them apart."""
    raw = read(sheet(meta=meta))["raw"]

    assert (raw["published"], raw["view_count"]) == (STAMP, VIEWS)


def test_stamp_behind_the_lead() -> None:
    """The stamp may stand between lead and text; the lead keeps its place in the record."""
    record = read(
        sheet(meta=f"<h2>{LEAD}</h2><div>{STAMP}</div><div>{VIEWS}</div>", text=paragraphs(FIRST, LAST))
    )

    assert times(record) == (PUBLISHED, 408)
    assert (record["lead"], len(record["body"])) == (LEAD, 2)


def test_views_below_the_text() -> None:
    """The counter may stand below the text."""
    behind = f"<p><b>HOÀNG MAI</b></p><p>{VIEWS}</p>"

    record = read(sheet(meta=f"<p>{STAMP}</p>", behind=behind))

    assert times(record) == (PUBLISHED, 408)
    assert record["authors"] == ["HOÀNG MAI"]


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "why"),
    [
        ("Thứ 4, 31.02.2022 | 15:48:48", "impossible date"),
        ("Thứ 4, 05.13.2022 | 15:48:48", "impossible month"),
        ("Thứ 4, 05.10.2022 | 25:48:48", "impossible time"),
        ("Thứ 2, 05.10.2022 | 15:48:48", "the fifth was a Wednesday"),
        ("Chủ nhật, 05/10/2022, 15:48", "the fifth was a Wednesday"),
        ("Thứ 4, 05.10.2033 | 15:48:48", "the future"),
        ("Thứ 3, 24.09.2024 | 15:48:48", "four days after the fetch"),
    ],
)
@pytest.mark.parametrize("declared", [False, True], ids=["bare", "with-metadata"])
def test_stamps_that_cannot_be(printed: str, why: str, declared: bool) -> None:
    """A stamp that cannot be right is never repaired, nor passed over for the metadata."""
    head = json_ld(datePublished="2022-10-05T15:48:48+07:00") if declared else f"<title>{TITLE}</title>"

    with pytest.raises(MissingLandmarkError) as caught:
        read(sheet(head=head, meta=f"<div>{printed}</div><div>{VIEWS}</div>"))

    error = caught.value
    assert (error.field, error.fate, error.reason) == ("published_at", "quarantine", "missing"), why
    assert printed in error.detail


# --- metadata -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "declared", "published", "conflict"),
    [
        ("Thứ 4, 05/10/2022, 15:48", "2022-10-05T15:48:31+07:00", "2022-10-05T15:48:31+07:00", False),
        ("Thứ 4, 05/10/2022, 15:48", "2022-10-05T08:48:31Z", "2022-10-05T15:48:31+07:00", False),
        ("Thứ 4, 05/10/2022, 15:48", "2022-10-05T15:49:31+07:00", "2022-10-05T15:48:00+07:00", True),
        ("Thứ 4, 05/10/2022, 15:48", "2022-10-06T15:48:31+07:00", "2022-10-05T15:48:00+07:00", True),
        (STAMP, "2022-10-05T15:48:48+07:00", PUBLISHED, False),
        (STAMP, "2022-10-05T09:00:00+07:00", PUBLISHED, True),
        (STAMP, "2024-09-20T10:15:00+07:00", PUBLISHED, True),
        (STAMP, "không rõ", PUBLISHED, False),
    ],
)
@pytest.mark.parametrize("kind", ["json-ld", "meta"])
def test_printed_and_declared(printed: str, declared: str, published: str, conflict: bool, kind: str) -> None:
    """The printed stamp wins; metadata of the same minute adds seconds, any other is noted."""
    head = {
        "json-ld": json_ld(datePublished=declared),
        "meta": f"<title>{TITLE}</title><meta property='article:published_time' content='{declared}'>",
    }[kind]

    record = read(sheet(head=head, meta=f"<div>{printed}</div>"))

    assert record["published_at"] == published
    note = record["evidence"].get("conflict:published_at")
    assert (note is not None) == conflict
    assert note is None or note.startswith(f"{kind}: ")


def test_metadata_alone() -> None:
    """Where no stamp is printed the metadata stands in, and the evidence says so."""
    record = read(sheet(head=json_ld(datePublished=PUBLISHED), meta=""))

    assert (record["published_at"], record["evidence"]["published_at"]) == (PUBLISHED, "json-ld")
    assert "published" not in record["raw"]


@pytest.mark.parametrize("declared", ["2024-09-20T10:14:58+07:00", "2024-09-19T18:00:00Z", "không rõ"])
def test_metadata_of_the_day_of_the_fetch(declared: str) -> None:
    """Metadata that names the day of the fetch proves nothing: many systems write the time of serving."""
    with pytest.raises(MissingLandmarkError) as caught:
        read(sheet(head=json_ld(datePublished=declared), meta=""))

    assert caught.value.field == "published_at"


# --- updates --------------------------------------------------------------------------------------

UPDATE = "2022-10-06T08:30:00+07:00"


@pytest.mark.parametrize(
    "meta",
    [
        f"<p>{STAMP}</p><p>Cập nhật: 06/10/2022 08:30</p>",
        f"<p>{STAMP} | Cập nhật lúc 08:30, 06/10/2022</p>",
        f"<p>{STAMP} (Cập nhật: 06/10/2022 08:30)</p>",
        f"<p><span>{STAMP}</span> <span>Cập nhật lần cuối: 06/10/2022 08:30</span></p>",
        f"<p>Cập nhật: 06/10/2022 08:30</p><p>{STAMP}</p>",
    ],
)
def test_printed_update(meta: str) -> None:
    """A printed update time is `updated_at`, wherever it stands, and never the publication."""
    record = read(sheet(meta=meta))

    assert (record["published_at"], record["updated_at"]) == (PUBLISHED, UPDATE)


@pytest.mark.parametrize(
    ("modified", "updated"),
    [
        (UPDATE, UPDATE),
        (PUBLISHED, None),
        ("2022-10-05T15:48:59+07:00", None),
        ("2022-10-04T08:30:00+07:00", None),
        ("2024-09-20T10:14:59+07:00", None),
    ],
    ids=["later", "the-same", "the-same-minute", "before", "day-of-the-fetch"],
)
def test_declared_update(modified: str, updated: str | None) -> None:
    """A declared update counts where it is later than the stamp and not of the day of the fetch."""
    head = json_ld(datePublished=PUBLISHED, dateModified=modified)

    assert read(sheet(head=head))["updated_at"] == updated


def test_update_before_the_publication() -> None:
    """A printed update before the publication is left out and noted."""
    record = read(sheet(meta=f"<p>{STAMP}</p><p>Cập nhật: 04/10/2022 08:30</p>"))

    assert (record["published_at"], record["updated_at"]) == (PUBLISHED, None)
    assert "conflict:updated_at" in record["evidence"]
