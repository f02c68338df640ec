"""What changes on a page while the article stays as it is: boxes, clocks, markup, letters' forms. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from html.entities import codepoint2name
from random import Random

from crawler.replica import Newspaper
from crawler.replica.markup.layout import CHOICES, Layout
from crawler.replica.markup.page import page as set_page
from crawler.replica.markup.sheet import Sheet
from crawler.replica.newspaper import crumbs
from crawler.replica.quirks import Quirks
from crawler.replica.stamps import ENGLISH_VIEW_FORMS, VIEW_FORMS
from tests.torture.paper import NOW

_PARTS = re.compile(r"(<script\b.*?</script>|<style\b.*?</style>|<!--.*?-->|<[^>]*>)", re.DOTALL)
_BLOCK = re.compile(
    r"</?(?:p|div|section|article|aside|nav|main|header|footer|ul|ol|table|tr|figure|h[1-6]|blockquote)\b",
    re.I,
)
_IN_TABLE_OR_LIST = re.compile(r"</?tr\b|</(?:table|ul|ol)\b", re.I)
_OPENING = re.compile(r"<([a-zA-Z][\w:-]*)((?:\s+[\w:-]+(?:=\"[^\"]*\"|='[^']*'|=[^\s>\"']+)?)+)(\s*/?>)")
_ATTRIBUTE = re.compile(r"[\w:-]+(?:=\"[^\"]*\"|='[^']*'|=[^\s>\"']+)?")
_CLASS = re.compile(r'(?<=\sclass=")[^"]*')
_LINK = re.compile(r'(<a [^>]*href=")(/[^"#?]+\.html)(?=")', re.I)
_COMMENTS = (
    "<!-- WP Super Cache 0.{n} s -->",
    "<!-- <p>Tin cũ đã gỡ {n}</p> -->",
    "<!--[if lt IE 9]><p>Trình duyệt cũ {n}</p><![endif]-->",
    "<!---->",
)
_SCRIPTS = (
    "<script>var luot = {n}; document.write('<p>' + luot + '</p>');</script>",
    '<script async src="/js/thong-ke-{n}.js"></script>',
    "<style>.o{n} {{ color: red }}</style>",
    '<script type="application/json">{{"bai": {n}, "tin": ["Hội nghị", "Đại hội"]}}</script>',
)
_ADS = (
    '<ins class="adsbygoogle" style="display:block" data-ad-slot="{n}"></ins>',
    '<div id="div-gpt-ad-{n}" style="min-height:250px"><script>googletag.display("{n}")</script></div>',
    '<div class="quang-cao"><iframe src="https://ads.example/banner?vung={n}" width="300"></iframe></div>',
    '<div><a href="https://khach-hang.example/{n}" rel="sponsored"><img src="/qc/{n}.gif" alt=""></a></div>',
)
# Choices of a layout that are no part of an article: what stands round it and between its paragraphs.
_FURNITURE = (
    ("widget", "comments", "share", "follow", "inner", "neighbour", "sticky", "ad", "clock", "opengraph")
)  # fmt: skip
NoiseOfSheet = Callable[[Sheet, Random], Sheet]
NoiseOfMarkup = Callable[[str, Random], str]


def sheet_of(paper: Newspaper, index: int, era: int | None = None) -> Sheet:
    """The sheet of an article's page of an era (the first served unless told), in UTF-8."""
    era = era or paper.served_eras(index)[0]
    return Sheet(
        truth=paper.truth(index, era),
        layout=paper.layout(index, era),
        quirks=Quirks(repeated=paper.story(index).quirks.of_era(era).repeated),
        neighbours=paper.neighbours(index, era, len(paper)),
        crumbs=crumbs(paper.section(index), era, paper.layout_number(index, era)),
        fetched_at=NOW,
        rng=Random(f"{index}:page"),
    )


def printed(sheet: Sheet) -> str:
    """The sheet's page; the same sheet gives the same page."""
    return set_page(replace(sheet, rng=Random(f"{sheet.truth['id']}:page")))


@lru_cache(maxsize=16)
def _company(seed: int, era: int, origin: str) -> Newspaper:
    return Newspaper(seed, articles=90, layouts=2, eras=(era,), origin=origin)


def _boxes(sheet: Sheet, random: Random) -> Sheet:
    """Other articles in all boxes."""
    company = _company(random.randint(50, 57), sheet.layout.era, sheet.origin)
    return replace(sheet, neighbours=company.neighbours(random.randint(30, 80), sheet.layout.era, 90))


def _clock(sheet: Sheet, random: Random) -> Sheet:
    """Fetched at another time: the header's clock, the weather, the calendar."""
    return replace(sheet, fetched_at=NOW + timedelta(minutes=random.randint(1, 200_000)))


def _views(sheet: Sheet, random: Random) -> Sheet:
    """Its own views counted up, in the form in which they are printed."""
    truth, old = sheet.truth, sheet.truth["view_count"]
    forms = (ENGLISH_VIEW_FORMS if truth["language"] == "en" else VIEW_FORMS).values()
    form = next((form for form in forms if old is not None and form(old) == truth["raw"]["view_count"]), None)
    if form is None or old is None:
        return sheet
    new = old + random.randint(1, 5000)
    raw = {**truth["raw"], "view_count": form(new)}
    return replace(sheet, truth={**truth, "view_count": new, "raw": raw})  # type: ignore[typeddict-item]


def _furniture(sheet: Sheet, random: Random) -> Sheet:
    """Some of what stands round the text is there now, or is not any more, or is another."""
    picks = {name: random.choice([way for way, _ in CHOICES[name]]) for name in random.sample(_FURNITURE, 4)}
    layout: Layout = replace(sheet.layout, pick=sheet.layout.pick | picks)
    return replace(sheet, layout=layout)


def _class_names(html: str, random: Random) -> str:
    """Every class has another name, as style sheets compiled anew have it."""
    salt = f"{random.randrange(16**5):05x}"
    return _CLASS.sub(lambda found: " ".join(f"{n}_{salt}" for n in found[0].split()), html)


def _mute_class_names(html: str, random: Random) -> str:
    """Every class has a name that says nothing."""
    names: dict[str, str] = {}

    def rename(found: re.Match[str]) -> str:
        return " ".join(names.setdefault(name, f"k{len(names):x}q") for name in found[0].split())

    return _CLASS.sub(rename, html)


def _tags(html: str, change: Callable[[str], str]) -> str:
    """Change each start tag."""
    parts = _PARTS.split(html)
    for at in range(1, len(parts), 2):
        if not parts[at].startswith(("<!", "</", "<script", "<style")):
            parts[at] = change(parts[at])
    return "".join(parts)


def _attribute_order(html: str, random: Random) -> str:
    def shuffle(tag: str) -> str:
        found = _OPENING.fullmatch(tag)
        if found is None:
            return tag
        attributes = _ATTRIBUTE.findall(found[2])
        random.shuffle(attributes)
        return f"<{found[1]} {' '.join(attributes)}{found[3]}"

    return _tags(html, shuffle)


def _case_of_tags(html: str, random: Random) -> str:
    return _tags(html, lambda tag: re.sub(r"^<[a-z]\w*", lambda found: found[0].upper(), tag))


def _body(parts: list[str]) -> int:
    """Which of the parts is the body's start."""
    return next(at for at, part in enumerate(parts) if part.lower().startswith("<body"))


def _between(html: str, random: Random, kinds: tuple[str, ...], number: int) -> str:
    """Put things before tags of blocks, anywhere behind the body's start."""
    parts = _PARTS.split(html)
    body = _body(parts)
    places = [
        at for at in range(body + 2, len(parts), 2)
        if _BLOCK.match(parts[at]) and not _IN_TABLE_OR_LIST.match(parts[at])
    ]  # fmt: skip
    for at in random.sample(places, min(number, len(places))):
        parts[at] = random.choice(kinds).format(n=random.randint(1000, 9999)) + parts[at]
    return "".join(parts)


def _comments(html: str, random: Random) -> str:
    """Between blocks, and within words."""
    parts = _PARTS.split(_between(html, random, _COMMENTS, 30))
    body = _body(parts)
    texts = [at for at in range(body + 1, len(parts), 2) if parts[at].strip() and not _is_title(parts, at)]
    for at in random.sample(texts, min(30, len(texts))):
        cut = random.randrange(len(parts[at]))
        if "&" not in parts[at]:
            parts[at] = f"{parts[at][:cut]}<!-- {random.random()} -->{parts[at][cut:]}"
    return "".join(parts)


def _scripts(html: str, random: Random) -> str:
    return _between(html, random, _SCRIPTS, 12)


def _ads(html: str, random: Random) -> str:
    """Slots of advertisers between blocks anywhere; a picture that is one at the page's top and end only."""
    html = _between(html, random, _ADS[:3], 5)
    banner = _ADS[3].format(n=random.randint(1000, 9999))
    html = re.sub(r"<body[^>]*>", lambda found: found[0] + banner, html, count=1, flags=re.I)
    return re.sub("</body>", f"{banner}</body>", html, flags=re.I)


def _white_space(html: str, random: Random) -> str:
    """Lines broken otherwise, tags of blocks indented, single blanks as several or as `&nbsp;`."""
    parts = _PARTS.split(html)
    body = _body(parts)
    kinds = (" ", "  ", "\n", "\t", "\r\n   ", " \n", "&nbsp;")
    for at in range(body + 1, len(parts)):
        if at % 2 == 0 and not _is_title(parts, at):
            parts[at] = re.sub(r"\s+", lambda _: random.choices(kinds, (9, 2, 2, 2, 2, 2, 1))[0], parts[at])
        elif _BLOCK.match(parts[at]) and random.random() < 0.5:
            parts[at] = "\n" + "\t" * random.randrange(4) + parts[at]
    return "".join(parts)


def _is_title(parts: list[str], at: int) -> bool:
    """Whether a text is an icon's title, where a comment would be text."""
    return parts[at - 1].lower().startswith("<title")


def _entities(html: str, random: Random) -> str:
    def spell(char: str) -> str:
        if char.isascii() or random.random() < 0.5:
            return char
        name = codepoint2name.get(ord(char))
        forms = [f"&#{ord(char)};", f"&#x{ord(char):X};", *([f"&{name};"] if name else [])]
        return random.choice(forms)

    parts = _PARTS.split(html)
    for at in range(0, len(parts), 2):
        parts[at] = "".join(map(spell, parts[at]))
    return "".join(parts)


def _decomposed(html: str, random: Random) -> str:
    words = re.split(r"(\s+)", html)
    share = random.choice((1.0, 0.5))
    return "".join(unicodedata.normalize("NFD", word) if random.random() < share else word for word in words)


def _tracking(html: str, random: Random) -> str:
    """Links of boxes carry a parameter that says from where."""
    tail = f"?utm_source=hop-{random.randint(1, 99)}&amp;utm_medium=web&amp;zarsrc={random.randint(10, 99)}"
    return _LINK.sub(lambda found: found[1] + found[2] + tail, html)


_OF_SHEETS: dict[str, NoiseOfSheet] = {
    "other articles in the boxes": _boxes,
    "the clock": _clock,
    "the views": _views,
    "boxes, bars and comments come and go": _furniture,
}
_OF_MARKUP: dict[str, NoiseOfMarkup] = {
    "class names with another salt": _class_names,
    "mute class names": _mute_class_names,
    "the order of attributes": _attribute_order,
    "tags in capitals": _case_of_tags,
    "comments": _comments,
    "scripts": _scripts,
    "advertisements": _ads,
    "white space": _white_space,
    "spelling of entities": _entities,
    "letters decomposed": _decomposed,
    "tracking parameters": _tracking,
}
SEVERAL = "several at once"
NOISE_EDITS = (*_OF_SHEETS, *_OF_MARKUP, SEVERAL)


def noisy(sheet: Sheet, kind: str, random: Random) -> tuple[str, datetime]:
    """Give the page as it is after a change that is none of the article's, and when it is fetched."""
    several = kind == SEVERAL
    for name, of_sheet in _OF_SHEETS.items():
        if name == kind or (several and random.random() < 0.5):
            sheet = of_sheet(sheet, random)
    html = printed(sheet)
    chosen = random.sample([*_OF_MARKUP], 4) if several else [kind]
    for name in chosen:
        if name in _OF_MARKUP:
            html = _OF_MARKUP[name](html, random)
    return html, sheet.fetched_at
