"""What stands between the paragraphs and is no part of the text."""

from __future__ import annotations

from crawler.replica.markup.sheet import Sheet
from crawler.replica.truth import Truth

_TEMPLATES = (
    "<p>{{ item.title }} - {{ item.publish_date | date: 'dd/MM/yyyy' }}</p>",
    '<div>{{#each related}}<a href="{{link}}">{{title}}</a>{{/each}}</div>',
    "<span>{{ 'view_count' | translate }}: {{vm.detail.view}}</span>",
    '<p class="">{{article.author_name}}</p>',
)
_AD = (
    '<ins data-slot="{slot}" style="display:block"></ins>'
    "<script>(window.qc=window.qc||[]).push({{slot:{slot}}})</script>"
)


def excerpt(truth: Truth) -> str:
    """Make the machine excerpt of old imports: everything glued without blanks and cut with `...`."""
    parts = [f"{truth['raw'].get('dateline', '')}{truth['lead'] or ''}"]
    for block in truth["body"]:
        parts.append(block.get("text") or block.get("caption") or "")
    glued = "".join(parts)
    return f"{glued[:330].rsplit(' ', 1)[0]}..."


def intruded(sheet: Sheet, pieces: list[str], inner: str) -> list[str]:
    """Put boxes, advertisements, templates and empty paragraphs between the pieces of the text.

    The first piece always stays first. A piece is a whole block, so a caption stays with its image.
    """
    rng = sheet.rng
    found = list(pieces)
    for strange in (inner, _advertisement(sheet), _template(sheet), _emptiness(sheet)):
        if strange:
            found.insert(rng.randint(1, len(found)), strange)
    return found


def follow_box(sheet: Sheet, place: str) -> list[str]:
    """Set the invitation to follow the paper elsewhere, where the layout has it at this place."""
    if sheet.pick("follow") != place:
        return []
    link = '<a href="https://news.google.com/" rel="nofollow">Theo dõi Báo Lạng Sơn trên Google News</a>'
    return [f"<p>{link}</p>" if sheet.turn("follow", 2) else f"<div{sheet.cls('follow')}>{link}</div>"]


def _advertisement(sheet: Sheet) -> str:
    form = sheet.pick("ad")
    if form == "none":
        return ""
    label = "<span>Quảng cáo</span>" if form == "labelled" else ""
    return f"<div{sheet.cls('slot')}>{label}{_AD.format(slot=sheet.turn('slot', 9000) + 1000)}</div>"


def _template(sheet: Sheet) -> str:
    """Era 2 leaves templates of the client unrendered in the content (site.md part 4)."""
    if sheet.layout.era == 1 or sheet.rng.random() < 0.5:
        return ""
    template = sheet.rng.choice(_TEMPLATES)
    inside = sheet.pick("paragraph") == "open" and template.startswith("<span")
    return f"<div>{template}</div>" if inside else template


def _emptiness(sheet: Sheet) -> str:
    draw = sheet.rng.random()
    if draw > 0.4:
        return ""
    return "<p>&nbsp;</p>" if draw > 0.15 else "<!-- Thứ 4, 05.10.2022 | 15:48:48 --><p></p>"
