"""Lines that look like a landmark and are none: counts about right, headings, calendars, entries' times."""

from __future__ import annotations

import pytest

from tests.extract.sheet import FIRST, LAST, LEAD, PUBLISHED, STAMP, body_of, paragraphs, read, sheet

OPINION = "Tôi rất đồng tình với chủ trương này của huyện, mong các xã sớm triển khai rộng rãi hơn nữa."
MORE = "Các đại biểu cho rằng dự thảo đã bám sát thực tiễn, song cần làm rõ thêm cơ chế giám sát."

# --- views ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", "hơn|Hơn|gần|khoảng|trên|dưới|over|about|nearly|more than".split("|"))
@pytest.mark.parametrize("count", ["400 lượt xem", "1.000 lượt xem", "400 views"])
@pytest.mark.parametrize(
    "meta",
    ["<div>{0}</div><div>{1}</div>", "<div>{0} | {1}</div>", "<div><span>{0}</span><span>{1}</span></div>"],
)
def test_about_so_many_views(word: str, count: str, meta: str) -> None:
    """A number that is only about right is no count; the stamp beside it is read all the same."""
    record = read(sheet(meta=meta.format(STAMP, f"{word} {count}")))

    assert record["view_count"] is None
    assert record["raw"].get("view_count") is None
    assert (record["published_at"], record["raw"]["published"]) == (PUBLISHED, STAMP)


# --- headings of the readers' part ------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["Ý kiến bạn đọc", "Bình luận 2 dự thảo luật", "Bình luận", "Ý kiến của bạn đọc"]
)
@pytest.mark.parametrize("tag", ["h2", "h3"])
def test_heading_inside_the_text(words: str, tag: str) -> None:
    """A heading that comments have too ends nothing where the article's prose goes on below it."""
    heading = {"type": "heading", "level": int(tag[1]), "text": words}

    assert body_of(f"<{tag}>{words}</{tag}><p>{MORE}</p>") == [heading, {"type": "paragraph", "text": MORE}]
    assert read(sheet(text=paragraphs(LEAD, FIRST) + f"<{tag}>{words}</{tag}>" + paragraphs(MORE)))["authors"]


@pytest.mark.parametrize("words", ["Ý kiến bạn đọc", "Bình luận", "2 bình luận", "Bình luận (2)"])
@pytest.mark.parametrize(
    "box",
    [
        "<div><h3>@</h3><div><p>{0}</p></div></div>",
        "<h3>@</h3><p>Nguyễn Văn An</p><p>{0}</p>",
        "<h3>@</h3><p>{0}</p><p>2 giờ trước</p>",
        "<h3>@</h3><p>{0}</p><p>Thích</p><p>Trả lời</p>",
        "<h3>@</h3><p>{0}</p><p><textarea></textarea></p>",
    ],
)
@pytest.mark.parametrize("behind", ["", "<p><b>HOÀNG MAI</b></p>"])
def test_comments(words: str, box: str, behind: str) -> None:
    """The readers' part ends the article, signed or not."""
    record = read(sheet(behind=behind + box.format(OPINION).replace("@", words)))

    assert [block["text"] for block in record["body"]] == [FIRST, LAST]


# --- calendars beside banners -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "banner",
    [
        "<div class='banner'><a href='http://quang-cao.vn'><img src='/b/x.jpg'></a><div>Thứ Hai</div></div>",
        "<div class='qc'><img src='/banner/x.jpg'><span>Thứ Hai</span></div>",
        "<div class='qc'><span>Chủ nhật</span><img src='/banner/x.jpg'></div>",
        "<div><a href='http://quang-cao.vn'><img src='/b/x.jpg'></a></div><p>Thứ 6</p>",
    ],
)
def test_weekday_beside_a_banner(banner: str) -> None:
    """A weekday beside an advertisement is a calendar's."""
    assert body_of(banner) == []


@pytest.mark.parametrize("markup", ["<h3>Thứ hai</h3>", "<h2>Thứ ba</h2>"])
def test_second_and_third(markup: str) -> None:
    """`Thứ hai` as a heading means "secondly"."""
    assert [block["type"] for block in body_of(markup)] == ["heading"]


# --- captions of AMP pages --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "markup",
    [
        "<amp-img src='/a.jpg'></amp-img><em>{0}</em>",
        "<amp-img src='/a.jpg'></amp-img>\n<em>{0}</em> {1}",
        "<p><amp-img src='/a.jpg'></amp-img><em>{0}</em></p>",
        "<p><amp-img src='/a.jpg'></amp-img><i>{0}</i> {1}</p>",
        "<p><amp-img src='/a.jpg'><noscript><img src='/a.jpg'></noscript></amp-img><em>{0}</em></p>",
    ],
)
def test_caption_behind_amp_img(markup: str) -> None:
    """Italic text right behind an AMP picture is its caption, in whatever block, whatever follows."""
    caption = "Đại biểu dự hội nghị tổng kết phong trào thi đua."
    image, *rest = body_of(markup.format(caption, MORE))

    assert (image["type"], image["caption"]) == ("image", caption)
    assert [block["text"] for block in rest] == ([MORE] if "{1}" in markup else [])


# --- stamps -----------------------------------------------------------------------------------------


def entry(time: str, text: str) -> str:
    """An entry of a live report."""
    return f"<div class='dong'><div class='luc'>{time}</div><p>{text}</p></div>"


@pytest.mark.parametrize(
    ("head", "first", "second", "published"),
    [
        (STAMP, "15:40 05/10/2022", "14:20 05/10/2022", PUBLISHED),
        ("Thứ 6, 20.09.2024 | 08:10", "08:05 19/09/2024", "22:10 18/09/2024", "2024-09-20T08:10:00+07:00"),
        (
            "Cập nhật lúc 16:00, 05/10/2022",
            "15:48 05/10/2022",
            "14:20 05/10/2022",
            "2022-10-05T16:00:00+07:00",
        ),
        ("05/10/2022", "15:48", "14:20", "2022-10-05T00:00:00+07:00"),
        ("Thứ 4, 05/10/2022", "15:48", "14:20", "2022-10-05T00:00:00+07:00"),
    ],
)
@pytest.mark.parametrize("lead", ["", LEAD])
def test_live_report(head: str, first: str, second: str, published: str, lead: str) -> None:
    """The stamp at the head counts, not the time of an entry."""
    text = (paragraphs(lead) if lead else "") + entry(first, FIRST) + entry(second, LAST)

    assert read(sheet(meta=f"<div>{head}</div>", text=text))["published_at"] == published


def test_time_on_the_next_line() -> None:
    """A time alone below a day is the stamp's where no entries follow."""
    record = read(sheet(meta="<div><p>05/10/2022</p><p>15:48</p></div>"))

    assert record["published_at"] == "2022-10-05T15:48:00+07:00"


@pytest.mark.parametrize("event", ["Sự kiện ngày 10/09/2024", "Sự kiện ngày 10/09", "Số báo ngày 10/9/2024"])
@pytest.mark.parametrize("label", ["Đăng", "Đăng lúc", "Ngày đăng:", "Xuất bản"])
def test_day_of_an_event_beside_the_stamp(event: str, label: str) -> None:
    """Where the line also names the day of an event, the labelled stamp is read."""
    record = read(sheet(meta=f"<div>{event} | {label} 11/09/2024 15:20</div>"))

    assert record["published_at"] == "2024-09-11T15:20:00+07:00"
