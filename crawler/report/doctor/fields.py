"""What is wrong with the fields of articles, over all pages of an era."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from crawler.report.doctor.article_page import MISSING, WEAK, ArticleReading
from crawler.report.doctor.finding import SEND, Finding
from crawler.report.doctor.selectors import ABSENT, ELSEWHERE
from crawler.sites.baolangson.known_markup import STAMP_FORM, VIEWS_FORM

LABELS: Final = {
    "title": "title",
    "published_at": "date of publication",
    "lead": "lead",
    "body": "text",
    "view_count": "view count",
    "authors": "byline",
    "tags": "keywords",
    "section": "section",
}
ERAS: Final = {"era1": "the old site", "era2": "the new site", "unknown": "an unknown layout"}
_REQUIRED: Final = ("title", "published_at", "body")
_OPTIONAL: Final = ("lead", "view_count", "authors", "tags", "section")
_SHARE = 0.3  # of the pages: fewer are single odd pages
_PAGES_SHOWN = 3


def field_findings(readings: Sequence[ArticleReading]) -> Iterator[Finding]:
    """Give the findings about articles' fields, era by era."""
    for layout in dict.fromkeys(reading.layout for reading in readings):
        of_era = [reading for reading in readings if reading.layout == layout]
        script_made = [reading for reading in of_era if reading.is_script_made]
        if script_made:
            yield _script_made(script_made, of_era, layout)
        rest = [reading for reading in of_era if not reading.is_script_made]
        for name in _REQUIRED:
            yield from _required(name, rest, layout)
        yield from _refused(rest, layout)
        for name in _OPTIONAL:
            yield from _optional(name, rest, layout)
        yield from _selectors(rest, layout)


def _script_made(pages: Sequence[ArticleReading], of_era: Sequence[ArticleReading], layout: str) -> Finding:
    one = pages[0]
    held = f"{one.characters} characters of text, {one.scripts} scripts"
    held += f" and {one.templates} templates that were not filled in ({{{{…}}}})" if one.templates else ""
    text = (
        f"The text of the article is missing on {_of(pages, of_era)} of {ERAS[layout]}: what the server sends"
        f" holds {held}. It seems that a script in the reader's browser fetches the text."
    )
    advice = f"This program runs no scripts. {SEND} Until then try a web archive (`langson archives`)."
    return Finding("layout", text, advice, _urls(pages), "body")


def _required(name: str, pages: Sequence[ArticleReading], layout: str) -> Iterator[Finding]:
    """A field without which there is no record: where it is missing, and where only the head names it."""
    lacking = [page for page in pages if _is_lacking(name, page)]
    if not lacking:
        return
    unsure = [page for page in lacking if page.field(name).confidence == WEAK]
    reading = lacking[0].field(name)
    many = len(lacking) >= _SHARE * len(pages) and (len(lacking) > 1 or len(pages) == 1)
    text = f"No {_place(name)} on {_of(lacking, pages)} of {ERAS[layout]}: {reading.why}."
    look = next((page.looks[name] for page in lacking if name in page.looks), None)
    if look is not None:
        text += f" What looks most like it is “{look.text}”, {look.place} (in {look.path})."
    elif name == "published_at":
        text += " No line or picture of the page looks like a date."
    if name == "published_at" and layout in STAMP_FORM:
        text += f" It is expected in a form such as “{STAMP_FORM[layout]}”."
    if many:
        text += " The layout may have changed."
    if name == "published_at" and len(unsure) == len(lacking):
        advice = "The date in the page's head is used instead; compare it with the page in a browser."
        yield Finding("partial" if many else "note", text, f"{advice} {SEND if many else ''}".strip(),
                      _urls(lacking), name)  # fmt: skip
        return
    advice = f"{SEND} Until it is mended, such pages give no record; the others do."
    yield Finding("layout" if many else "partial", text, advice, _urls(lacking), name)


def _is_lacking(name: str, page: ArticleReading) -> bool:
    if page.field(name).confidence == WEAK:
        return name == "published_at"
    if page.field(name).confidence != MISSING:
        return False
    # Below a title that was not found nothing is looked for: that is one finding, not three.
    return name == "title" or page.field("title").confidence != MISSING


def _place(name: str) -> str:
    return {
        "title": "title was found",
        "published_at": "date of publication (stamp) was found below the title",
        "body": "text of the article was found",
    }[name]


def _refused(pages: Sequence[ArticleReading], layout: str) -> Iterator[Finding]:
    """Pages that give no record for another reason."""
    told = [page for page in pages if not any(_is_lacking(name, page) for name in _REQUIRED)]
    refused = [page for page in told if page.refusal]
    if refused:
        text = f"{_of(refused, pages)} of {ERAS[layout]} give no record: {refused[0].refusal}."
        yield Finding("partial", text, SEND, _urls(refused))


def _optional(name: str, pages: Sequence[ArticleReading], layout: str) -> Iterator[Finding]:
    """A field that a page may lack: only where all pages lack it is that a sign."""
    read = [page for page in pages if page.field("title").confidence != MISSING and not _no_date(page)]
    lacking = [page for page in read if page.field(name).confidence in (MISSING, WEAK)]
    if len(read) < 2 or len(lacking) < len(read):
        return
    weak = next((page.field(name) for page in lacking if page.field(name).confidence == WEAK), None)
    label = LABELS[name]
    if weak is not None:
        text = f"The {label} is not sure on {_of(lacking, read)} of {ERAS[layout]}: {weak.why}."
        yield Finding("note", text, _compare(label), _urls(lacking), name)
        return
    text = f"{label.capitalize()}: none was found on {_of(lacking, read)} of {ERAS[layout]}."
    if name == "view_count":
        text += f" It is expected in a form such as “{VIEWS_FORM}”."
    is_sign = name == "lead" or (name == "view_count" and layout == "era1")
    yield Finding("partial" if is_sign else "note", text, _compare(label), _urls(lacking), name)


def _no_date(page: ArticleReading) -> bool:
    return page.field("published_at").confidence == MISSING


def _compare(label: str) -> str:
    return f"Look at one of the pages in a browser: if it prints its {label}, the layout has changed. {SEND}"


def _selectors(pages: Sequence[ArticleReading], layout: str) -> Iterator[Finding]:
    """Where a selector that others know finds another part of the page than was found."""
    for name in LABELS:
        at = [
            (page, one)
            for page in pages
            for one in page.compared
            if one.field == name and one.verdict == ELSEWHERE
        ]
        agreed = any(
            one.field == name and one.verdict not in (ELSEWHERE, ABSENT) for p in pages for one in p.compared
        )
        if at and not agreed and len({page.url for page, _ in at}) * 2 > len(pages):
            one = at[0][1]
            text = (
                f"The {LABELS[name]} found is not where a selector that others use for this site finds it:"
                f" {one.selector} finds “{one.text}” on {len(at)} of {len(pages)} pages of {ERAS[layout]}."
            )
            advice = f"Look at one of the pages: which of the two is its {LABELS[name]}? {SEND}"
            yield Finding("note", text, advice, _urls([page for page, _ in at]), name)


def _of(some: Sequence[ArticleReading], every: Sequence[ArticleReading]) -> str:
    pages = "page" if len(every) == 1 else "pages"
    return f"{len(some)} of {len(every)} article {pages}"


def _urls(pages: Sequence[ArticleReading]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(page.url for page in pages))[:_PAGES_SHOWN]
