"""Breadcrumb, over-title, title, stamp and view count."""

from __future__ import annotations

from crawler.replica.markup.sheet import Sheet, esc, quoted

_SEPARATORS = (" ", " | ", " - ", "&nbsp;&nbsp;", "\n", " • ")
_ZONE_BUTTONS = (
    ' [(GMT +7)] <a href="#" onclick="return small()">A</a>&nbsp; <a href="#" onclick="return big()">A</a>'
)


def breadcrumb(sheet: Sheet) -> str:
    """Set the breadcrumb; era 1 pages may have none, era 2 pages always have one."""
    if sheet.layout.era == 1 and sheet.turn("crumbs-shown", 5) > 2:
        return ""
    home = "Home" if sheet.truth["language"] == "en" else "Trang chủ"
    steps = [(home, "/"), *((crumb.name, crumb.path) for crumb in sheet.crumbs)]
    form = sheet.pick("breadcrumb")
    links = [f'<a href="{path}">{esc(name)}</a>' for name, path in steps]
    if sheet.turn("crumb-title", 4) == 0:
        links.append(f"<span>{esc(sheet.truth['title'])}</span>")
    if form == "line":
        mark = ("›", "»", "/", "&gt;")[sheet.turn("crumb-mark", 4)]
        return f"<div{sheet.cls('crumbs')}>" + f" {mark} ".join(links) + "</div>"
    if form == "microdata":
        items = "".join(
            f'<li itemprop="itemListElement" itemscope itemtype="https://schema.org/ListItem">{link}</li>'
            for link in links
        )
        return f'<ol itemscope itemtype="https://schema.org/BreadcrumbList"{sheet.cls("crumbs")}>{items}</ol>'
    return f"<ul{sheet.cls('crumbs')}>" + "".join(f"<li>{link}</li>" for link in links) + "</ul>"


def title(sheet: Sheet) -> str:
    """Set the over-title, where there is one, and the title."""
    text, kicker = esc(sheet.truth["title"]), sheet.truth["kicker"]
    cls = sheet.cls("title")
    set_title = {
        "h1": f"<h1{cls}>{text}</h1>",
        "h1-span": f"<h1{cls}><span>{text}</span></h1>",
        "h2": f"<h2{cls}>{text}</h2>",
        "h3": f"<h3{cls}>{text}</h3>",
        "role": f'<div role="heading" aria-level="1"{cls}>{text}</div>',
        "p-strong": f'<p{cls} style="font-size: 24px"><strong>{text}</strong></p>',
        "h1-break": f"<h1{cls}>{_broken(text)}</h1>",
        "table": f'<table{cls}><tbody><tr><td style="font-size:22px"><b>{text}</b></td></tr></tbody></table>',
    }[sheet.pick("title")]
    if kicker is None:
        return set_title
    tag = ("div", "p", "span", "h4", "strong")[sheet.turn("kicker", 5)]
    return f"<{tag}{sheet.cls('kicker')}>{esc(kicker)}</{tag}>\n{set_title}"


def _broken(text: str) -> str:
    """Break a title over two lines of the source and of the page."""
    first, second = text[: len(text) // 2], text[len(text) // 2 :]
    head, _, tail = first.rpartition(" ")
    return f"\n    {head}<br/>\n    {tail}{second}\n" if head else text


def stamp_and_views(sheet: Sheet) -> tuple[str, str]:
    """Set the stamp with the view count; what is to stand further off comes second."""
    printed = _stamp_text(sheet)
    views = _views(sheet)
    form, place = sheet.pick("stamp"), sheet.pick("views")
    cls = sheet.cls("stamp")
    if form == "table":
        cell = f"<td align='right'>{views}</td>" if views else ""
        return f"<table{sheet.cls('meta')}><tr><td{cls}>{printed}</td>{cell}</tr></table>", ""
    if form == "li":
        item = f"<li>{views}</li>" if views else ""
        return f"<ul{sheet.cls('meta')}><li{cls}>{printed}</li>{item}</ul>", ""
    if not views:
        return _framed(sheet, form, printed), ""
    if place in ("same-text", "break") and form != "split":
        mark = "<br>" if place == "break" else " | "
        return _framed(sheet, form, f"{printed}{mark}{_plain_views(sheet)}"), ""
    return _placed(sheet, place, _framed(sheet, form, printed), views)


def _placed(sheet: Sheet, place: str, stamp: str, views: str) -> tuple[str, str]:
    if place == "next-line":
        return f"<div{sheet.cls('meta')}>{stamp}\n<div>{views}</div></div>", ""
    if place == "before":
        return f"<div{sheet.cls('meta')}><div>{views}</div>\n{stamp}</div>", ""
    if place == "far":
        return stamp, f"<div{sheet.cls('meta')}>{views}</div>"
    mark = _SEPARATORS[sheet.turn("separator", len(_SEPARATORS))]
    return f"<div{sheet.cls('meta')}>{stamp}{mark}{views}</div>", ""


def _framed(sheet: Sheet, form: str, inner: str) -> str:
    cls = sheet.cls("stamp")
    if form == "time":
        moment = sheet.truth["published_at"]
        attribute = f' datetime="{moment}"' if sheet.turn("time-attribute", 3) else ""
        return f"<time{attribute}{cls}>{inner}</time>"
    if form == "split":
        date, mark, time = inner.partition(" | ")
        return (
            f"<div{cls}><span>{date}</span>{mark}<span>{time}</span></div>"
            if mark
            else f"<div{cls}>{date}</div>"
        )
    return f"<{form}{cls}>{inner}</{form}>"


def _stamp_text(sheet: Sheet) -> str:
    printed = esc(sheet.truth["raw"]["published"])
    if sheet.turn("wide-comma", 6) == 0:
        printed = printed.replace(", ", ",&nbsp; ", 1)
    label = sheet.pick("label")
    if label != "none" and sheet.truth["language"] == "vi":
        printed = f"{label} {printed}" if sheet.turn("label-bold", 2) else f"<b>{label}</b> {printed}"
    zone = sheet.layout.zone
    return printed + (_ZONE_BUTTONS if zone.endswith("A") else zone)


def _plain_views(sheet: Sheet) -> str:
    """Give the view count as it stands behind the stamp in one element; a bare number keeps its icon."""
    raw = sheet.truth["raw"].get("view_count", "")
    return _views(sheet) if raw.replace(".", "").isdigit() else esc(raw)


def _views(sheet: Sheet) -> str:
    """Set the view count; a bare number always has an icon that says what it counts."""
    raw = sheet.truth["raw"].get("view_count")
    if raw is None:
        return ""
    bare = raw.replace(".", "").isdigit()
    text = esc(raw)
    if sheet.turn("count-bold", 4) == 1 and ": " in text:
        label, _, count = text.partition(": ")
        text = f"{label}: <b>{count}</b>"
    return f"<span{sheet.cls('views')}>{_icon(sheet, bare)}{text}</span>"


def _icon(sheet: Sheet, bare: bool) -> str:
    form = sheet.pick("icon")
    if form == "none" and bare:
        form = ("svg", "i", "img")[sheet.turn("bare-icon", 3)]
    name = quoted("Views" if sheet.truth["language"] == "en" else "Lượt xem") if bare else ""
    if form == "svg":
        label = f"<title>{name}</title>" if bare else ""
        return f'<svg width="16" height="16">{label}<path d="M8 3C4 3 1 8 1 8s3 5 7 5z"/></svg> '
    if form == "i":
        label = f' title="{name}"' if bare else ""
        return f"<i{sheet.cls('icon')}{label}></i> "
    if form == "img":
        return f'<img src="/assets/icons/e{sheet.turn("icon", 9)}.png" alt="{name}" width="14"> '
    return ""
