"""What stands round every page of a layout: head, masthead, menus, footer. Made once a layout."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from random import Random

from crawler.replica.markup import filler
from crawler.replica.markup.names import Namer
from crawler.replica.sections import SECTIONS

ERA1_SUFFIX = " – Báo Lạng Sơn: Tin tức mới nhất về chính trị, kinh tế, xã hội, văn hóa"
ERA2_SUFFIX = " - Báo Lạng Sơn điện tử"

# Names of menus only; none of them leads to articles.
_MENU = (
    "Văn hóa", "Giáo dục", "Pháp luật", "Quốc phòng - An ninh", "Du lịch", "Khoa học - Công nghệ", "Thế giới",
    "Y tế - Sức khỏe", "Nông nghiệp", "Môi trường", "Bạn đọc", "Đất và người Xứ Lạng", "Biên giới - Biển đảo",
    "Chuyển đổi số", "Cải cách hành chính", "Văn bản mới", "Nhịp cầu nhân ái", "Lịch công tác",
    "Phòng chống tệ nạn", "An toàn giao thông", "Bảo hiểm xã hội", "Chợ cửa khẩu", "Ẩm thực",
)  # fmt: skip
_SUBMENU = (
    "Tin tức",
    "Sự kiện",
    "Bình luận",
    "Phân tích",
    "Nhân vật",
    "Hỏi - đáp",
    "Tư liệu",
    "Ảnh",
    "Video",
)


@dataclass(frozen=True, slots=True)
class Chrome:
    """Ready pieces. The clock stands between `top` and `masthead`.

    Attributes:
        head: Styles, scripts and links of the head, without title, charset and metadata.
        top: From the body's start to the clock.
        masthead: From the clock to the end of the menus.
        footer: Licence, editors, visitors.
        scripts: Scripts before the end of the body.
        suffix: What follows the title in `<title>`.
    """

    head: str
    top: str
    masthead: str
    footer: str
    scripts: str
    suffix: str


def drawn_chrome(rng: Random, namer: Namer, era: int) -> Chrome:
    """Draw the pieces; pages of the layout weigh 70 to 230 kB, about 140 on average."""
    # The site's pages weigh about 150 kB (seen), most of it styles, scripts and menus.
    weight = rng.randint(40_000, 210_000)
    return Chrome(
        head=_head(rng, int(weight * 0.55)),
        top=_top(rng, namer),
        masthead=_masthead(rng, namer, era, int(weight * 0.2)),
        footer=_footer(rng, namer),
        scripts=filler.scripts(rng, int(weight * 0.25), rng.randint(2, 6)),
        suffix=ERA1_SUFFIX if era == 1 else rng.choice((ERA2_SUFFIX, "", ERA1_SUFFIX)),
    )


def _head(rng: Random, size: int) -> str:
    share = rng.uniform(0.3, 0.8)
    sheets = "\n".join(
        f'<link rel="stylesheet" href="/assets/css/s{rng.randint(1, 999)}.css?ver={rng.randint(10, 99)}">'
        for _ in range(rng.randint(1, 8))
    )
    return (
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n{sheets}\n'
        f"<style>{filler.styles(rng, int(size * share))}</style>\n"
        f"{filler.scripts(rng, int(size * (1 - share)), rng.randint(2, 5))}\n"
        f'<link rel="shortcut icon" href="/favicon.ico">'
    )


def _top(rng: Random, namer: Namer) -> str:
    links = rng.sample(
        ("Trang chủ", "Liên hệ", "RSS", "Đặt báo", "Quảng cáo", "English", "Tòa soạn"), rng.randint(1, 5)
    )
    lead_in = "".join(f'<a href="/lien-he">{name}</a> ' for name in links)
    hot = f"<span{namer.attr('hot')}>Đường dây nóng: 0205.{rng.randint(3_000_000, 3_999_999)}</span>"
    return f"<div{namer.attr('topbar')}>{lead_in}{hot if rng.random() < 0.4 else ''}"


def _masthead(rng: Random, namer: Namer, era: int, size: int) -> str:
    logo_tag = rng.choice(("div", "div", "h1", "p", "a"))
    name = rng.choice(("BÁO LẠNG SƠN", "Báo Lạng Sơn điện tử", ""))
    logo = (
        f'<{logo_tag}{namer.attr("logo")}><a href="/"><img src="/assets/logo.png" alt="Báo Lạng Sơn"></a>'
        f"{name}</{logo_tag}>"
    )
    search = '<form action="/search"><input name="keyword" placeholder="Tìm kiếm"><button>Tìm</button></form>'
    menu = f"<nav{namer.attr('menu')}>{_menu(rng, namer, era, size)}</nav>"
    pieces = [logo, search, menu]
    if rng.random() < 0.3:
        pieces = [menu, logo, search]
    if rng.random() < 0.25:
        pieces.append(f'<div{namer.attr("hidden")} style="display:none">{_menu(rng, namer, era, 0)}</div>')
    return "</div>\n" + "\n".join(pieces)


def _menu(rng: Random, namer: Namer, era: int, size: int) -> str:
    """Write the menu: the sections first, then names that fill it up to a size."""
    slash = "/" if era == 1 else ""
    items = [
        f'<li><a href="/{part.path}{slash}">{escape(part.subname or part.name)}</a></li>' for part in SECTIONS
    ]
    length = 0
    for number in range(60):
        if length > size:
            break
        name = _MENU[number % len(_MENU)]
        below = "".join(
            f'<li{namer.attr("subitem")}><a href="/m{number}/{place}" title="{name}: {sub}">{sub}</a></li>'
            for place, sub in enumerate(rng.sample(_SUBMENU, rng.randint(0, 8)))
        )
        inner = f"<ul{namer.attr('submenu')}>{below}</ul>" if below else ""
        items.append(f'<li{namer.attr("item")}><a href="/m{number}">{name}</a>{inner}</li>')
        length += len(items[-1])
    return f"<ul{namer.attr('list')}>" + "\n".join(items) + "</ul>"


def _footer(rng: Random, namer: Namer) -> str:
    year = rng.randint(2009, 2023)
    licence = (
        f"Giấy phép số {rng.randint(10, 600)}/GP-BTTTT do Bộ Thông tin và Truyền thông cấp ngày "
        f"{rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/{year}"
    )
    total = f"{rng.randint(9, 98)}.{rng.randint(100, 999)}.{rng.randint(100, 999)}"
    counts = rng.choice(
        (
            f"Tổng lượt truy cập: {total}", f"{total} lượt truy cập", f"Tổng số lượt xem: {total}",
            f"Đang truy cập: {rng.randint(20, 900)} | Tổng: {total}",
        )
    )  # fmt: skip
    lines = (
        "Cơ quan chủ quản: Tỉnh uỷ Lạng Sơn", licence, "Tổng Biên tập: Lương Thị Hải Bích",
        "Toà soạn: phường Chi Lăng, thành phố Lạng Sơn", counts,
        f"Cập nhật lần cuối: Thứ 2, 0{rng.randint(1, 9)}.03.2015 | 08:00:00" if rng.random() < 0.15 else "",
        "© Bản quyền thuộc về Báo Lạng Sơn. Ghi rõ nguồn khi phát hành lại thông tin từ website này.",
    )  # fmt: skip
    tag = rng.choice(("footer", "div", "div", "table"))
    rows = [line for line in lines if line]
    if tag == "table":
        cells = "".join(f"<tr><td>{row}</td></tr>" for row in rows)
        return f"<table{namer.attr('footer')}>{cells}</table>"
    inner = rng.choice(("p", "div", "li", "span"))
    text = "".join(f"<{inner}>{row}</{inner}>" for row in rows)
    return f"<{tag}{namer.attr('footer')}>{text}</{tag}>"
