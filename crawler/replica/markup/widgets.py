"""Small boxes of a side column that hold dates, numbers and tables of their own."""

from __future__ import annotations

from crawler.replica.markup.sheet import Sheet
from crawler.replica.stamps import STYLES


def widget(sheet: Sheet) -> str:
    """Set the layout's widget, or nothing."""
    form = sheet.pick("widget")
    return "" if form == "none" else f"<div{sheet.cls('widget')}>{_WIDGETS[form](sheet)}</div>"


def _weather(sheet: Sheet) -> str:
    today = STYLES["era2"](sheet.fetched_at).partition(" | ")[0]
    return f"<p>Thời tiết Lạng Sơn</p><p>{today}</p><strong>{12 + sheet.fetched_at.day % 20}°C</strong>"


def _calendar(sheet: Sheet) -> str:
    days = [f"<td>{day}</td>" for day in range(1, 29)]
    weeks = "".join(f"<tr>{''.join(days[at : at + 7])}</tr>" for at in range(0, 28, 7))
    head = "".join(f"<th>{name}</th>" for name in ("T2", "T3", "T4", "T5", "T6", "T7", "CN"))
    return f"<table><caption>Tháng {sheet.fetched_at:%m/%Y}</caption><tr>{head}</tr>{weeks}</table>"


def _poll(sheet: Sheet) -> str:
    answers = "".join(
        f'<li><label><input type="radio" name="b">{answer}</label> {share}%</li>'
        for answer, share in (("Rất tốt", 41), ("Tốt", 37), ("Cần đổi mới thêm", 22))
    )
    question = "<h4>Bình chọn</h4><p>Bạn thấy giao diện mới thế nào?</p>"
    return f"{question}<ul>{answers}</ul><p>1.934 lượt bình chọn</p>"


_WIDGETS = {"weather": _weather, "calendar": _calendar, "poll": _poll}
