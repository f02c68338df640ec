"""The article itself: lead, body, byline, printed address, keywords, and what stands between."""

from __future__ import annotations

from crawler.replica.addresses import slug
from crawler.replica.markup.blocks import block, paragraph
from crawler.replica.markup.boxes import inner_box
from crawler.replica.markup.inline import dressed
from crawler.replica.markup.intrusions import excerpt, follow_box, intruded
from crawler.replica.markup.sheet import Sheet, esc, quoted


def lead(sheet: Sheet) -> tuple[str, str]:
    """Set the lead; the first part stands before the body's container, the second inside it."""
    text = sheet.truth["lead"]
    if sheet.quirks.repeated == "glued":
        text = excerpt(sheet.truth)
        inner = esc(text)
    elif text is None:
        return "", ""
    else:
        inner = opened(sheet, text)
    outside = sheet.pick("lead_place") == "outside"
    set_lead = _framed(sheet, inner, outside)
    return (set_lead, "") if outside else ("", set_lead)


def opened(sheet: Sheet, text: str) -> str:
    """Put the dateline mark before the first text, as the paper prints it."""
    mark = sheet.truth["raw"].get("dateline")
    if mark is None:
        return dressed(sheet, text)
    blank = "" if mark == "LSO-" and sheet.turn("dateline-blank", 2) else " "
    if sheet.turn("dateline-strong", 4) == 0:
        return f"<strong>{esc(mark)}</strong>{blank}{esc(text)}"
    return f"{esc(mark)}{blank}{esc(text)}"


def _framed(sheet: Sheet, inner: str, outside: bool) -> str:
    cls = sheet.cls("lead")
    form = sheet.pick("lead")
    if form == "plain":
        return f"<p{cls}>{inner}</p>" if outside else paragraph(sheet, inner)
    return {
        "strong-p": f"<p{cls}><strong>{inner}</strong></p>",
        "h2": f"<h2{cls}>{inner}</h2>",
        "h3": f"<h3{cls}>{inner}</h3>",
        "div": f"<div{cls}>{inner}</div>",
        "b-div": f"<div{cls}><b>{inner}</b></div>",
        "em-strong": f"<p{cls}><em><strong>{inner}</strong></em></p>",
    }[form]


def text(sheet: Sheet, lead_inside: str) -> str:
    """Set the body's container: the lead where it stands inside, blocks, byline, printed address."""
    pieces = [lead_inside] if lead_inside else []
    pieces += _repeated_opening(sheet)
    blocks = sheet.truth["body"]
    for number, content in enumerate(blocks):
        if number == 0 and sheet.truth["lead"] is None and content["type"] == "paragraph":
            pieces.append(paragraph(sheet, opened(sheet, content["text"])))
        else:
            pieces.append(block(sheet, content))
    closing = _byline(sheet, pieces)
    pieces = intruded(sheet, pieces, inner_box(sheet))
    after = sheet.pick("byline") == "after"
    pieces += follow_box(sheet, "before") + ([closing] if closing and not after else [])
    pieces += follow_box(sheet, "after")
    address = printed_address(sheet)
    inside = sheet.turn("address-inside", 3) == 0 and not after
    if inside and address:
        pieces.append(address)
    outside = [closing if after else "", "" if inside else address]
    return "\n".join([_contained(sheet, pieces), *(piece for piece in outside if piece)])


def _contained(sheet: Sheet, pieces: list[str]) -> str:
    """Put the text into its container, or into two halves with an empty slot between them."""
    if sheet.pick("halves") == "yes" and len(pieces) > 3:
        middle = len(pieces) // 2
        slot = f"<div{sheet.cls('slot')}></div>"
        return f"{_wrapped(sheet, pieces[:middle])}\n{slot}\n{_wrapped(sheet, pieces[middle:])}"
    return _wrapped(sheet, pieces)


def _wrapped(sheet: Sheet, pieces: list[str]) -> str:
    body = "\n".join(pieces)
    for tag in reversed(sheet.layout.inner_wrap):
        body = f"<{tag}{sheet.cls('inner' + tag)}>{body}</{tag}>"
    return f"<div{sheet.cls('body')}>\n{body}\n</div>"


def _repeated_opening(sheet: Sheet) -> list[str]:
    """Set the first paragraph a second time, where the old imports do."""
    first = sheet.truth["lead"]
    if sheet.quirks.repeated in ("glued", "twice") and first is not None:
        return [paragraph(sheet, opened(sheet, first))]
    return []


def _byline(sheet: Sheet, pieces: list[str]) -> str:
    """Give the byline; where the layout joins it to the last paragraph, change that one instead."""
    raw = sheet.truth["raw"].get("byline")
    if raw is None:
        return ""
    name, cls = esc(raw), sheet.cls("byline")
    form = sheet.pick("byline")
    last = sheet.truth["body"][-1]
    if form == "tail" and last["type"] == "paragraph" and len(sheet.truth["body"]) > 1:
        pieces[-1] = paragraph(sheet, f"{esc(last['text'])}<br>\n<strong>{name}</strong>")
        return ""
    if form == "plain":
        return paragraph(sheet, name)
    if form == "span" and sheet.pick("paragraph") == "open":
        form = "right-p"  # behind a paragraph left open, the name would stand on its last line
    return {
        "strong-p": f"<p><strong>{name}</strong></p>",
        "div": f"<div{cls}>{name}</div>",
        "span": f"<span{cls}>{name}</span>",
        "address": f"<address{cls}>{name}</address>",
        "after": f"<div{cls}><b>{name}</b></div>",
    }.get(form, f'<p style="text-align: right;"><strong>{name}</strong></p>')


def printed_address(sheet: Sheet) -> str:
    """Set the page's own address, which era 1 prints after the byline."""
    if sheet.layout.era == 2:
        return ""
    url = esc(sheet.truth["url"])
    return {
        "p": f"<p>{url}</p>",
        "div": f"<div{sheet.cls('address')}>{url}</div>",
        "link": f'<div><a href="{quoted(url)}">{url}</a></div>',
        "span": f"<p><span{sheet.cls('address')}>{url}</span></p>",
    }[sheet.pick("address")]


def keywords(sheet: Sheet) -> str:
    """Set the keywords; era 1 prints the label even where there are none."""
    tags, era = sheet.truth["tags"], sheet.layout.era
    if not tags and era == 2:
        return ""
    labels = (("• Từ khóa", "• Từ khóa:", "Từ khóa"), ("Từ khóa:", "Tags:", "Chủ đề:"))[era - 1]
    label = labels[sheet.turn("tag-label", 3)]
    links = [f'<a href="/tag/{slug(tag)}" rel="tag">{esc(tag)}</a>' for tag in tags]
    cls = sheet.cls("tags")
    form = sheet.pick("tags")
    if form == "list":
        items = "".join(f"<li>{link}</li>" for link in links)
        return f"<ul{cls}><li>{label.removeprefix('• ')}</li>{items}</ul>"
    joined = (", " if form == "commas" else "\n").join(links)
    return f"<div{cls}><span>{label}</span> {joined}</div>"
