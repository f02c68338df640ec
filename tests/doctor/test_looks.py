"""The line that looks most like a stamp: found wherever it stands, never the header's clock."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.extract.document import parse
from crawler.report.doctor.looks import like_stamp
from tests.doctor.altered import article

TITLE = "Hội nghị giao ban công tác tháng mười"


@pytest.mark.parametrize(
    ("stamp", "foot", "text", "place"),
    [
        ("<div>05-10-2022 15:48</div>", "", "05-10-2022 15:48", "below the title"),
        ("<div>5 tháng 10 năm 2022</div>", "", "5 tháng 10 năm 2022", "below the title"),
        ("<div>October 5, 2022</div>", "", "October 5, 2022", "below the title"),
        ("<div>Đăng lúc 15 giờ 48</div>", "", "Đăng lúc 15 giờ 48", "below the title"),
        ("", "Cập nhật 05/10/2022", "Báo Lạng Sơn Cập nhật 05/10/2022", "in the page's foot"),
        ('<img src="/i/9.png" alt="05/10/2022">', "", "05/10/2022", "in a picture below the title"),
        ('<img src="/stamp.svg">', "", "/stamp.svg", "a picture below the title"),
        ("", "", None, None),
        ('<img src="/i/hoi.png">', "", None, None),
    ],
)
def test_like_stamp(stamp: str, foot: str, text: str | None, place: str | None) -> None:
    """The clock in the header says the day of the fetch: it is passed over."""
    document = parse(article(TITLE, stamp, foot=foot).encode(), "http://127.0.0.1/hoi-nghi-5001942.html")
    title = next(line.node for line in document.lines if line.text == TITLE)
    look = like_stamp(document, title, date(2026, 11, 24))

    assert (look and look.text) == text
    assert (look and look.place) == place
