"""The body: blocks in page order, captions with their pictures, nothing that is not the article's."""

from __future__ import annotations

from typing import Any

import pytest

from tests.extract.sheet import FIRST, LAST, LEAD, STAMP, TITLE, VIEWS, body_of, paragraphs, read, sheet

SRC = "https://baolangson.vn/uploads/2022/10/hoi-nghi.jpg"
IMG = "<img src='/uploads/2022/10/hoi-nghi.jpg' alt='ảnh'>"
CAPTION = "Đại biểu tham quan mô hình trồng cây ăn quả tại xã Khuất Xá"
OTHER = "https://baolangson.vn/chinh-tri/620001-trang-dinh-trien-khai-nhiem-vu-quy-iv.html"
OTHER_TITLE = "Tràng Định triển khai nhiệm vụ phát triển kinh tế quý IV"
NEXT = "Đến nay, toàn huyện có 9 xã đạt chuẩn nông thôn mới, bình quân mỗi xã đạt 15,2 tiêu chí."


def image(caption: str | None = CAPTION, credit: str | None = None, src: str = SRC) -> dict[str, Any]:
    """An image block."""
    block = {"type": "image", "src": src, "caption": caption, "credit": credit}
    return {key: value for key, value in block.items() if value is not None}


def paragraph(text: str) -> dict[str, Any]:
    """A paragraph block."""
    return {"type": "paragraph", "text": text}


# --- pictures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "markup",
    [
        f"<figure>{IMG}<figcaption>{CAPTION}</figcaption></figure>",
        f"<figure><div>{IMG}</div><figcaption><p>{CAPTION}</p></figcaption></figure>",
        f"<table><tr><td>{IMG}</td></tr><tr><td>{CAPTION}</td></tr></table>",
        f"<table><tbody><tr><td><p>{IMG}</p></td></tr><tr><td><p>{CAPTION}</p></td></tr></tbody></table>",
        f"<div class='wp-caption' style='width:610px'>{IMG}<p class='wp-caption-text'>{CAPTION}</p></div>",
        f"<div>{IMG}<div>{CAPTION}</div></div>",
        f"<p>{IMG}</p><p style='text-align: center'><em>{CAPTION}</em></p>",
        f"<p align='center'>{IMG}</p><p align='center'>{CAPTION}</p>",
        f"<p>{IMG}</p><p>{CAPTION}</p>",
        f"<p>{IMG}<br>{CAPTION}</p>",
        f"<p style='text-align:center'>{IMG}<br><i>{CAPTION}</i></p>",
        f"<center>{IMG}<br>{CAPTION}</center>",
        f"<p>{IMG}</p><p><em>Đại biểu tham quan mô hình trồng cây ăn quả<br>tại xã Khuất Xá</em></p>",
        f"<p>{IMG}<br><em>Đại biểu tham quan mô hình<br>trồng cây ăn quả<br>tại xã Khuất Xá</em></p>",
        f"<a href='/uploads/2022/10/hoi-nghi.jpg'>{IMG}</a><p><i>{CAPTION}</i></p>",
    ],
)
def test_captions(markup: str) -> None:
    """A caption belongs to its picture in each of the ways that papers print one."""
    assert body_of(markup) == [image()]


@pytest.mark.parametrize(
    ("printed", "caption", "credit"),
    [
        (f"{CAPTION}. Ảnh: Hoàng Mai", CAPTION, "Hoàng Mai"),
        (f"{CAPTION} (Ảnh: Hoàng Mai)", CAPTION, "Hoàng Mai"),
        (f"{CAPTION} (Ảnh: Nông<br>Dũng)", CAPTION, "Nông Dũng"),
        (f"{CAPTION} – Ảnh: Nông<br>Dũng", CAPTION, "Nông Dũng"),
        (f"{CAPTION}<br>Ảnh: HOÀNG MAI", CAPTION, "HOÀNG MAI"),
        ("Ảnh: Hoàng Mai", None, "Hoàng Mai"),
        (CAPTION, CAPTION, None),
        ("", None, None),
    ],
)
def test_credits(printed: str, caption: str | None, credit: str | None) -> None:
    """The photographer is the image's credit, not its caption and not an author."""
    record = read(
        sheet(
            text=paragraphs(LEAD, FIRST)
            + f"<figure>{IMG}<figcaption>{printed}</figcaption></figure>"
            + paragraphs(LAST)
        )
    )
    (found,) = (block for block in record["body"] if block["type"] == "image")

    assert (found.get("caption", "").rstrip(".") or None, found.get("credit")) == (caption, credit)
    assert record["authors"] == ["HOÀNG MAI"]


@pytest.mark.parametrize(
    ("tag", "src"),
    [
        ("<img src='/uploads/2022/10/hoi-nghi.jpg'>", SRC),
        ("<img src='//baolangson.vn/uploads/2022/10/hoi-nghi.jpg'>", SRC),
        ("<img src='../uploads/2022/10/hoi-nghi.jpg'>", SRC),
        ("<img src='https://cdn.example/a.jpg?w=680&amp;s=1'>", "https://cdn.example/a.jpg?w=680&s=1"),
        (f"<img src='data:image/gif;base64,R0lG' data-src='{SRC}'>", SRC),
        (f"<img src='/img/blank.gif' data-original='{SRC}'>", SRC),
        (f"<img class='lazy' data-lazy-src='{SRC}'><noscript><img src='{SRC}'></noscript>", SRC),
        (f"<img srcset='{SRC}?w=300 300w, {SRC}?w=1024 1024w'>", f"{SRC}?w=1024"),
        (f"<picture><source srcset='{SRC} 2x'><img src='data:,'></picture>", SRC),
    ],
)
def test_addresses_of_pictures(tag: str, src: str) -> None:
    """The address is absolute, and that of the picture a reader sees."""
    assert body_of(f"<p>{tag}</p><p><em>{CAPTION}</em></p>") == [image(src=src)]


def test_paragraph_behind_a_picture_is_no_caption() -> None:
    """A sentence behind a picture without a caption is running text."""
    assert body_of(f"<p>{IMG}</p><p>{NEXT}</p>") == [image(None), paragraph(NEXT)]
    assert body_of(f"<p>{IMG}</p><p>{FIRST}</p>") == [image(None), paragraph(FIRST)]


def test_pictures_share_a_caption() -> None:
    """Two pictures above one caption: it is the second's."""
    second = IMG.replace("hoi-nghi", "dai-bieu")

    assert body_of(f"<p>{IMG}</p><p>{second}</p><p><em>{CAPTION}</em></p>") == [
        image(None),
        image(src=SRC.replace("hoi-nghi", "dai-bieu")),
    ]


@pytest.mark.parametrize(
    "tag",
    [
        "<img src='/img/icon-print.png' width='16'>",
        "<img src='https://dem.example/hit.gif' width='1' height='1'>",
        "<img>",
        "<a href='https://quang-cao.example/mua'><img src='https://quang-cao.example/b.jpg'></a>",
    ],
)
def test_pictures_that_are_none(tag: str) -> None:
    """Icons, counting pixels, advertisements and pictures without address are no part of the body."""
    assert body_of(f"<p>{tag}</p>") == []


# --- other blocks ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "blocks"),
    [
        ("<h3>Kết quả nổi bật</h3>", [{"type": "heading", "level": 3, "text": "Kết quả nổi bật"}]),
        ("<h2>Kết quả nổi bật</h2>", [{"type": "heading", "level": 2, "text": "Kết quả nổi bật"}]),
        (
            "<p><strong>Kết quả nổi bật</strong></p>",
            [{"type": "heading", "level": 3, "text": "Kết quả nổi bật"}],
        ),
        (
            "<ul><li>Khuất Xá: 19 tiêu chí</li><li>Tú Đoạn: 17 tiêu chí</li></ul>",
            [{"type": "list", "ordered": False, "items": ["Khuất Xá: 19 tiêu chí", "Tú Đoạn: 17 tiêu chí"]}],
        ),
        (
            "<ol><li><p>Rà soát</p></li><li>Phân <b>công</b></li></ol>",
            [{"type": "list", "ordered": True, "items": ["Rà soát", "Phân công"]}],
        ),
        (
            "<table><tr><th>Xã</th><th>Tiêu chí</th></tr><tr><td>Khuất Xá</td><td>19</td></tr>"
            "<tr><td>Tú Đoạn</td><td></td></tr></table>",
            [{"type": "table", "rows": [["Xã", "Tiêu chí"], ["Khuất Xá", "19"], ["Tú Đoạn", ""]]}],
        ),
        (
            f"<blockquote><p>{NEXT}</p></blockquote>",
            [{"type": "quote", "text": NEXT}],
        ),
        (
            f"<blockquote><p>{NEXT}</p><footer>Bà Lý Thu, Chủ tịch xã</footer></blockquote>",
            [{"type": "quote", "text": NEXT, "cite": "Bà Lý Thu, Chủ tịch xã"}],
        ),
        (
            f"<blockquote>{NEXT}<cite>— Bà Lý Thu</cite></blockquote>",
            [{"type": "quote", "text": NEXT, "cite": "Bà Lý Thu"}],
        ),
        (
            "<iframe src='//www.youtube.com/embed/abc'></iframe>",
            [{"type": "video", "src": "https://www.youtube.com/embed/abc"}],
        ),
        (
            "<video controls><source src='/v/a.mp4'></video>",
            [{"type": "video", "src": "https://baolangson.vn/v/a.mp4"}],
        ),
        (
            "<figure><video src='/v/a.mp4'></video><figcaption>Phóng sự ngắn</figcaption></figure>",
            [{"type": "video", "src": "https://baolangson.vn/v/a.mp4", "caption": "Phóng sự ngắn"}],
        ),
        (f"{NEXT}<br><br>{FIRST}<br><br>", [paragraph(NEXT), paragraph(FIRST)]),
        (f"<div>{NEXT}</div><div><div>{FIRST}</div></div>", [paragraph(NEXT), paragraph(FIRST)]),
        (
            f"<table><tr><td><p>{NEXT}</p><p>{FIRST}</p></td></tr></table>",
            [paragraph(NEXT), paragraph(FIRST)],
        ),
        (f"<p>{NEXT.replace(', ', ',<br>')}</p>", [paragraph(NEXT)]),
        (f"<p>&nbsp;</p><p>{NEXT.replace(' ', '&nbsp; ')}</p><p><br></p>", [paragraph(NEXT)]),
        (f"<p>{NEXT.replace('xã', '<a href=/tag/x>xã</a>')}</p>", [paragraph(NEXT)]),
        (
            f"<p>{NEXT}<script>var a = 'không';</script><style>p {{}}</style><!-- ẩn --></p>",
            [paragraph(NEXT)],
        ),
    ],
)
def test_blocks(markup: str, blocks: list[dict[str, Any]]) -> None:
    """Each kind of block is read as what it is."""
    assert body_of(markup) == blocks


def test_embedded_map_is_no_video() -> None:
    """A frame that shows no film is no block."""
    assert body_of("<iframe src='https://www.google.com/maps/embed?pb=1'></iframe>") == []


@pytest.mark.parametrize(
    "wrapped",
    [
        "<div class='a'>{0}</div><div class='a'>{1}</div>",
        "<section>{0}</section><section>{1}</section>",
        "<div>{0}</div><div class='qc'></div><div>{1}</div>",
    ],
)
@pytest.mark.parametrize("frame", ["{0}", "<div>{0}</div>"], ids=["on-the-page", "in-a-block"])
def test_text_in_sections(wrapped: str, frame: str) -> None:
    """A text that is set in several blocks is read to its end, never cut after the first."""
    text = wrapped.format(
        paragraphs(LEAD, FIRST, NEXT), f"<p>{IMG}</p>{NEXT}<br><br>{LAST}<br><br><p>MAI HÀ</p>"
    )
    head = f"<head><title>{TITLE}</title></head>"
    article = f"<h1>{TITLE}</h1><p>{STAMP}</p><p>{VIEWS}</p>{text}"

    record = read(f"<html>{head}<body>{frame.format(article)}</body></html>")

    assert record["body"] == [*map(paragraph, (FIRST, NEXT)), image(None), *map(paragraph, (NEXT, LAST))]
    assert record["authors"] == ["MAI HÀ"]


# --- what is no part of it ------------------------------------------------------------------------

ITEMS = "".join(f"<li><a href='{OTHER}'>{OTHER_TITLE} {n}</a></li>" for n in range(3))
TEASER = f"<a href='{OTHER}'>{OTHER_TITLE}</a>"
NOT_PART = [
    f"<div><h4>Tin liên quan</h4><ul>{ITEMS}</ul></div>",
    f"<div class='x'><b>Xem thêm</b><ul>{ITEMS}</ul></div>",
    f"<ul>{ITEMS}</ul>",
    f"<table><tr><th>Bài liên quan</th></tr><tr><td><a href='{OTHER}'>{OTHER_TITLE}</a></td></tr></table>",
    f"<p>&gt;&gt; <a href='{OTHER}'>{OTHER_TITLE}</a></p>",
    f"<p>Xem thêm: <a href='{OTHER}'>{OTHER_TITLE}</a></p>",
    f"<div><a href='{OTHER}'><img src='/thumb.jpg'></a><a href='{OTHER}'>{OTHER_TITLE}</a></div>",
    "<div>"
    + f"<div><a href='{OTHER}'><img src='/t.jpg'></a><p>{TEASER}</p><p>11/09/2018</p></div>" * 2
    + "</div>",
    f"<aside><h3>Đọc nhiều</h3><a href='{OTHER}'>{OTHER_TITLE}</a><p>{NEXT}</p></aside>",
    "<p>{{ item.title }} - {{ item.publish_date | date: 'dd/MM/yyyy' }}</p>",
    "<div ng-repeat='x in xs'><a href='{{x.url}}'>{{x.title}}</a><span>{{x.views}} lượt xem</span></div>",
    "<p>Chia sẻ: <a href='#'>Facebook</a> <a href='#'>Zalo</a></p>",
]


@pytest.mark.parametrize(
    "words",
    [
        "Thảo luận", "Trả lời:", "Phản hồi", "Ý kiến", "Chủ đề: Xây dựng Đảng", "Liên kết sản xuất",
        "Thời tiết cực đoan", "Tài trợ và ủng hộ", "Quan tâm nhiều hơn đến cơ sở",
    ],
)  # fmt: skip
def test_subheadings_that_head_boxes_elsewhere(words: str) -> None:
    """Words that head comments, keywords or boxes end nothing where the article goes on behind them."""
    markup = sheet(text=paragraphs(LEAD, FIRST) + f"<h3>{words}</h3>" + paragraphs(NEXT, LAST))
    texts = [block.get("text") for block in read(markup)["body"]]

    assert texts == [FIRST, words, NEXT, LAST]


@pytest.mark.parametrize("box", NOT_PART)
def test_boxes_inside_the_text(box: str) -> None:
    """Related boxes, templates and buttons inside the text are passed over; the text goes on."""
    assert body_of(f"<p>{NEXT}</p>{box}") == [paragraph(NEXT)]


@pytest.mark.parametrize("box", NOT_PART)
@pytest.mark.parametrize("place", ["behind", "below"])
def test_boxes_below_the_text(box: str, place: str) -> None:
    """The same below the text, inside its block or outside, are no part of the article."""
    signed = "<p><b>HOÀNG MAI</b></p>"
    markup = sheet(behind=signed + box) if place == "behind" else sheet(behind=signed, below=box)

    record = read(markup)

    assert record["body"] == [paragraph(FIRST), paragraph(LAST)]
    assert record["authors"] == ["HOÀNG MAI"]


def test_picture_behind_a_box() -> None:
    """A picture of the article behind a box belongs to it, though no text follows."""
    other = IMG.replace("hoi-nghi", "dai-bieu")
    box = f"<table><tr><td>{TEASER}</td></tr><tr><td>{TEASER}</td></tr></table>"

    record = read(sheet(text=f"<p>{LEAD}</p><p>{IMG}</p>{box}<p>{other}</p>"))

    assert record["body"] == [image(None), image(None, src=SRC.replace("hoi-nghi", "dai-bieu"))]


@pytest.mark.parametrize(
    "below",
    [
        f"<h3>Bình luận (2)</h3><div><b>Lan Anh</b><p>{NEXT}</p></div><div><b>Đức</b><p>Rất hay!</p></div>",
        f"<div class='bl'><h4>Ý kiến bạn đọc</h4><p>{NEXT}</p><textarea>Ý kiến của bạn</textarea></div>",
        f"<footer><p>Giấy phép số 328/GP-BTTTT ngày 21/04/2009</p><p>{NEXT}</p></footer>",
        "<p>Tòa soạn: phường Chi Lăng, thành phố Lạng Sơn. Điện thoại: 025.3812.345. Email: a@b.example</p>",
    ],
)
@pytest.mark.parametrize("behind", ["<p><b>HOÀNG MAI</b></p>", ""], ids=["signed", "unsigned"])
def test_comments_and_imprint(below: str, behind: str) -> None:
    """Readers' comments and the imprint are no part of the article."""
    assert read(sheet(behind=behind, below=below))["body"] == [paragraph(FIRST), paragraph(LAST)]


# --- the byline -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("behind", "authors", "source"),
    [
        ("<p><b>HOÀNG MAI</b></p>", ["HOÀNG MAI"], None),
        ("<p style='text-align:right'>Hoàng Mai</p>", ["Hoàng Mai"], None),
        ("<p>HOÀNG MAI/baolangson.vn</p>", ["HOÀNG MAI"], "baolangson.vn"),
        ("<p><b>HOÀNG MAI – LÝ THU</b></p>", ["HOÀNG MAI", "LÝ THU"], None),
        ("<p>Theo TTXVN/Vietnam+</p>", [], "TTXVN/Vietnam+"),
        ("<p>TTXVN</p>", [], "TTXVN"),
        ("<p><b>BBT</b></p>", [], None),
        ("<div class='tac-gia'><span>Bài, ảnh: Hoàng Mai</span></div>", ["Hoàng Mai"], None),
        ("", [], None),
    ],
)
def test_bylines(behind: str, authors: list[str], source: str | None) -> None:
    """The last line signs the article; it is no paragraph of the body."""
    record = read(sheet(behind=behind))

    assert (record["authors"], record["source"]) == (authors, source)
    assert record["body"] == [paragraph(FIRST), paragraph(LAST)]


@pytest.mark.parametrize("place", ["behind", "below"])
def test_printed_address(place: str) -> None:
    """The article's printed address is no paragraph."""
    address = "<p>https://baolangson.vn/chinh-tri/612345-loc-binh.html</p>"
    signed = "<p><b>HOÀNG MAI</b></p>"
    markup = sheet(behind=signed + address) if place == "behind" else sheet(behind=signed, below=address)

    assert read(markup)["body"] == [paragraph(FIRST), paragraph(LAST)]


def test_long_article() -> None:
    """An article of ten thousand words is read to its end, in order."""
    texts = [f"Bước {n}: {FIRST}" for n in range(350)]

    record = read(sheet(text=paragraphs(LEAD, *texts)))

    assert record["body"] == [paragraph(text) for text in texts]
