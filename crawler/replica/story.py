"""The head of a story: all that listings and neighbours' boxes show, a pure function of seed and index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random

from crawler.replica import bylines, english, topics
from crawler.replica.addresses import slug
from crawler.replica.bylines import Byline
from crawler.replica.chronicle import Chronicle
from crawler.replica.prose import Prose, newer_tones
from crawler.replica.quirks import Quirks, drawn_quirks
from crawler.replica.sections import Section
from crawler.replica.stamps import (
    ENGLISH_VIEW_FORMS,
    MINUTE_STYLES,
    STYLE_SHARES,
    VIEW_FORMS,
    reads_both_ways,
)

_FIXED_KINDS = {"phong-su-anh": "photo", "infographic": "infographic"}
_KINDS = ("report", "one-sentence", "photo", "infographic", "long", "agency", "notice")
_SHARES = (795, 45, 55, 20, 5, 70, 10)
_BOUND = (
    ("Org", "{org}"), ("Place", "{district}"), ("Leader", "{person}"), ("Field", "{field}"),
    ("Matter", "{matter}"), ("Event", "{event}"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    """What is known of an article before its body is written."""

    index: int
    number: int
    section: Section
    kind: str
    language: str
    published: datetime
    style: str
    era2_style: str
    views: int | None
    view_form: str
    kicker: str | None
    title: str
    slug: str
    lead: str
    dateline: str | None
    byline: Byline
    tones: str
    quirks: Quirks
    prose: Prose

    def stamped(self, style: str) -> datetime:
        """Give the moment that a stamp of this style says: whole minutes where it has no seconds."""
        return self.published.replace(second=0) if style in MINUTE_STYLES else self.published


def tell(chronicle: Chronicle, section: Section, index: int) -> Story:
    """Draw the head of the story with this index.

    Args:
        chronicle: The timeline, which holds the text seed.
        section: Where the article stands.
        index: Which article.
    """
    rng = Random(f"{chronicle.seed}:{index}")
    published = chronicle.published(index)
    prose = Prose(rng, published.date())
    for name, template in _BOUND:
        prose.bind(name, template)
    language = section.language
    kind = _kind(rng, section, language)
    tones = rng.choice(("old", "new", "mixed", "mixed"))
    title = toned(rng, tones, prose.pick(_titles(section, kind, language)))
    lead = toned(rng, tones, prose.pick(_leads(section, kind, language)))
    era = chronicle.era(index)
    views, view_form = _views(rng, language)
    return Story(
        index=index,
        number=chronicle.number(index),
        section=section,
        kind=kind,
        language=language,
        published=published,
        style=_style(rng, 1, language, published),
        era2_style=_style(rng, 2, language, published),
        views=views,
        view_form=view_form,
        kicker=_kicker(rng, prose, tones, language),
        title=title,
        slug=_slug(rng, prose, title, section, kind, language),
        lead=lead,
        dateline=_dateline(rng, era, published.year, language, kind),
        byline=_byline(rng, kind, published.year),
        tones=tones,
        quirks=drawn_quirks(rng, era, published, kind, language),
        prose=prose,
    )


def toned(rng: Random, tones: str, text: str) -> str:
    """Place the tone marks in the story's manner: older, newer, or now one and now the other."""
    newer = tones == "new" or (tones == "mixed" and rng.random() < 0.5)
    return newer_tones(text) if newer else text


def _kind(rng: Random, section: Section, language: str) -> str:
    if language == "en":
        return "report"
    if section.section == "thong-bao" and rng.random() < 0.75:
        return "notice"
    return _FIXED_KINDS.get(section.section) or rng.choices(_KINDS, _SHARES)[0]


def _titles(section: Section, kind: str, language: str) -> tuple[str, ...]:
    if language == "en":
        return english.TITLES
    of_kind = {"photo": topics.PHOTOS, "infographic": topics.INFOGRAPHICS, "notice": topics.NOTICES}
    return of_kind.get(kind) or topics.TITLES.get(section.section, topics.POLITICS)


def _leads(section: Section, kind: str, language: str) -> tuple[str, ...]:
    if language == "en":
        return english.LEADS
    of_kind = {"agency": topics.AGENCY_LEADS, "notice": topics.NOTICE_LEADS}
    return of_kind.get(kind) or topics.LEADS_OF.get(section.section, topics.LEADS)


def _slug(rng: Random, prose: Prose, title: str, section: Section, kind: str, language: str) -> str:
    """Freeze the slug: of the title, or (rarely) of the title it had before it was changed."""
    if rng.random() < 0.04:
        return slug(prose.pick(_titles(section, kind, language)))
    return slug(title)


def _style(rng: Random, era: int, language: str, published: datetime) -> str:
    style = rng.choices(*STYLE_SHARES[era])[0]
    if language == "en":
        return "era1" if reads_both_ways(published) else "english"
    return style


def _views(rng: Random, language: str) -> tuple[int | None, str]:
    """Draw a count (log-uniform, sometimes 0 or not printed) and the form it is printed in."""
    forms = ENGLISH_VIEW_FORMS if language == "en" else VIEW_FORMS
    shares = (1, 1) if language == "en" else (55, 12, 12, 7, 8, 6)
    form = rng.choices(tuple(forms), shares)[0]
    draw, size = rng.random(), rng.uniform(2.0, 4.8)
    if draw < 0.06:
        return None, form
    return (0 if draw < 0.075 else int(10**size)), form


def _kicker(rng: Random, prose: Prose, tones: str, language: str) -> str | None:
    if language == "en" or rng.random() > 0.12:
        return None
    return toned(rng, tones, prose.phrase("kicker"))


def _dateline(rng: Random, era: int, year: int, language: str, kind: str) -> str | None:
    """Draw the mark before the text: `LSO…` up to 2020, a dash from 2021 (site.md part 3)."""
    if language == "en" or kind in ("photo", "infographic", "notice"):
        return None
    if era == 2:
        return "–" if rng.random() < 0.12 else None
    if year <= 2020:
        return rng.choice(("LSO-", "LSO-", "LSO -", "(LSO) –", None))
    return "–" if rng.random() < 0.5 else None


def _byline(rng: Random, kind: str, year: int) -> Byline:
    if kind == "agency":
        return bylines.agency(rng)
    return bylines.notice(rng) if kind == "notice" else bylines.staff(rng, year)
