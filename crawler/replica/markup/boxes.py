"""Boxes with other articles, comments, share bars: the look-alikes of an article's landmarks."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.replica.markup.sheet import Sheet, Teaser, esc, quoted
from crawler.replica.prose import grouped
from crawler.replica.stamps import STYLES

_HEADINGS = {
    "related": ("Tin liên quan", "TIN LIÊN QUAN", "Bài viết liên quan", "Cùng chuyên mục"),
    "newest": ("Tin mới nhất", "Mới nhất", "TIN MỚI", "Tin mới cập nhật"),
    "read": ("Đọc nhiều", "Xem nhiều", "Tin đọc nhiều", "ĐỌC NHIỀU NHẤT"),
    "others": ("Các tin khác", "Tin khác", "Có thể bạn quan tâm", "Tin đã đưa"),
    "inner": ("Tin liên quan", "Xem thêm", "Đọc thêm", "TIN LIÊN QUAN"),
}
_ENGLISH_HEADINGS = {
    "related": "Related news", "newest": "Latest", "read": "Most read", "others": "Other news",
    "inner": "See also",
}  # fmt: skip
_REMARKS = (
    "Bài viết rất hay, mong xã tôi cũng làm được như vậy.",
    "Đề nghị cơ quan chức năng sớm trả lời kiến nghị của bà con.",
    "Tôi rất đồng tình với ý kiến của đồng chí bí thư.",
    "Chúc mừng quê hương ngày càng đổi mới!",
    "Cần công khai số liệu để Nhân dân giám sát.",
)
_READERS = ("Bạn đọc Hữu Lũng", "nguyen.an", "Hoàng T.", "Một cử tri", "Thu Hà")


def teaser_list(sheet: Sheet, kind: str, teasers: Sequence[Teaser]) -> str:
    """Set a box: heading and titles, with or without thumbnails, dates and view counts."""
    tag, cls = sheet.layout.headings, sheet.cls(kind)
    heading = f"<{tag}{sheet.cls('box-heading')}>{_heading(sheet, kind)}</{tag}>"
    thumbs = kind != "others" and sheet.turn(f"thumbs-{kind}", 3) > 0
    items = "\n".join(_item(sheet, teaser, thumbs) for teaser in teasers)
    return f"<div{cls}>{heading}\n<ul{sheet.cls('box-list')}>{items}</ul></div>"


def _heading(sheet: Sheet, kind: str) -> str:
    if sheet.truth["language"] == "en":
        return _ENGLISH_HEADINGS[kind]
    return _HEADINGS[kind][sheet.turn(f"heading-{kind}", 4)]


def _item(sheet: Sheet, teaser: Teaser, thumb: bool) -> str:
    picture = (
        f'<a href="{teaser.path}"><img src="{teaser.thumb}" alt="{quoted(teaser.title)}"></a>'
        if thumb
        else ""
    )
    link = f'<a href="{teaser.path}" title="{quoted(teaser.title)}">{esc(teaser.title)}</a>'
    return f"<li{sheet.cls('box-item')}>{picture}{link}{_when(sheet, teaser)}</li>"


def _when(sheet: Sheet, teaser: Teaser) -> str:
    """Print when the other article appeared, often in the very form of the article's stamp."""
    form = sheet.pick("neighbour")
    if form == "none":
        return ""
    if form == "date":
        return f" <span>({teaser.published:%d/%m/%Y})</span>"
    if form == "time-date":
        return f"<div{sheet.cls('box-when')}>{teaser.published:%H:%M | %d/%m/%Y}</div>"
    stamp = STYLES[sheet.stamp_style](teaser.published)
    word = "views" if sheet.truth["language"] == "en" else "lượt xem"
    return f"<div{sheet.cls('box-when')}>{stamp}</div><span>{grouped(teaser.views)} {word}</span>"


def inner_box(sheet: Sheet) -> str:
    """Set the box of related articles inside the text; empty where this page has none."""
    form = sheet.pick("inner")
    if form == "none" or sheet.rng.random() < 0.4:
        return ""
    teasers = sheet.rng.sample(sheet.neighbours.related, k=min(3, len(sheet.neighbours.related)))
    if not teasers:
        return ""
    cls = sheet.cls("inner-box")
    links = [f'<a href="{teaser.path}">{esc(teaser.title)}</a>' for teaser in teasers]
    if form == "see-also":
        opening = ("Xem thêm: ", "&gt;&gt; ", "&raquo; ", "Tin liên quan: ")[sheet.turn("see-also", 4)]
        return f"<p><strong>{opening}</strong>{links[0]}</p>"
    if form == "bare-list":
        return f"<ul{cls}>" + "".join(f"<li>{link}</li>" for link in links) + "</ul>"
    rows = [
        f'<a href="{teaser.path}"><img src="{teaser.thumb}" alt="{quoted(teaser.title)}"></a>'
        for teaser in teasers
    ]
    if form == "table":
        cells = "".join(
            f"<tr><td>{row}</td><td>{link}</td></tr>" for row, link in zip(rows, links, strict=True)
        )
        return f"<table{cls}><tbody>{cells}</tbody></table>"
    if form == "thumbs":
        cells = "".join(
            f"<div>{row}<p>{link}</p><p>{teaser.published:%d/%m/%Y}</p></div>"
            for row, link, teaser in zip(rows, links, teasers, strict=True)
        )
        return f"<div{cls}>{cells}</div>"
    heading = f"<p><strong>{_heading(sheet, 'inner')}</strong></p>"
    return f"<div{cls}>{heading}<ul>" + "".join(f"<li>{link}</li>" for link in links) + "</ul></div>"


def share_bar(sheet: Sheet, place: str) -> str:
    """Set a bar of service links, where the layout has one at this place."""
    if sheet.pick("share") not in (place, "both"):
        return ""
    title = quoted(sheet.truth["title"])
    names = ("Facebook", "Zalo", "Chia sẻ", "In bài", "Gửi email", "Lưu bài")[
        : 3 + sheet.turn("share-links", 4)
    ]
    links = "".join(f'<a href="#" title="{name}: {title}">{name}</a> ' for name in names)
    audio = "<div>Nghe đọc bài 00:00 / 03:15</div>" if place == "top" and sheet.turn("audio", 4) == 0 else ""
    return f"<div{sheet.cls('share')}>{links}</div>{audio}"


def comments(sheet: Sheet) -> str:
    """Set the readers' comments with their times."""
    form = sheet.pick("comments")
    if form == "none":
        return ""
    rng = sheet.rng
    count = rng.randint(0, 5)
    items = "".join(_comment(sheet, form) for _ in range(count))
    heading = f"<h3{sheet.cls('box-heading')}>Ý kiến bạn đọc ({count})</h3>"
    field = (
        '<form method="post" action="/binh-luan"><textarea placeholder="Ý kiến của bạn"></textarea></form>'
    )
    return f"<div{sheet.cls('comments')}>{heading}{items}{field}</div>"


def _comment(sheet: Sheet, form: str) -> str:
    rng = sheet.rng
    moment = sheet.published.replace(hour=rng.randint(0, 23), minute=rng.randint(0, 59))
    when = STYLES[sheet.stamp_style](moment) if rng.random() < 0.4 else f"{moment:%H:%M %d/%m/%Y}"
    frame = "div" if form == "list" else "li"
    reply = f"<p>Cảm ơn bạn. {rng.choice(_REMARKS)}</p>" if form == "nested" else ""
    buttons = f"<a href='#'>Trả lời</a> <a href='#'>Thích {rng.randint(0, 30)}</a>"
    return (
        f"<{frame}{sheet.cls('comment')}><b>{rng.choice(_READERS)}</b> <span>{when}</span>"
        f"<p>{rng.choice(_REMARKS)}</p>{buttons}{reply}</{frame}>"
    )
