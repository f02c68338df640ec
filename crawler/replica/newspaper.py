"""The newspaper: every article, its truth and its page are pure functions of seed and index."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from random import Random

from crawler.replica import body, sections
from crawler.replica.addresses import MIGRATED, era1_path, era2_path
from crawler.replica.chronicle import Chronicle
from crawler.replica.markup.encoding import CONTENT_TYPES, encoded
from crawler.replica.markup.layout import Layout, drawn_layout
from crawler.replica.markup.page import page as set_page
from crawler.replica.markup.sheet import Crumb, Neighbours, Sheet, Teaser
from crawler.replica.records import record
from crawler.replica.sections import PERIOD, Roll, Run, Section
from crawler.replica.story import Story, tell
from crawler.replica.truth import Truth

REAL_ORIGIN = "https://baolangson.vn"


class Newspaper:
    """A paper of invented articles. Nothing is held in memory but a cache of recent heads.

    Args:
        seed: Seed of the texts.
        articles: How many articles have appeared when the paper opens; more appear on demand
            (`sections.Roll`, the server's shift), with indexes from `articles` on.
        layouts: How many distinct markups are drawn.
        eras: (1,) old pages only, (2,) new pages only, (1, 2) both on one host.
        origin: Scheme and host that all addresses get.
        first, last: Days of the oldest and the newest article; defaults in `chronicle`.
        markup_seed: Seed of the markups; the text seed where None. It never changes a text.
    """

    def __init__(
        self,
        seed: int,
        articles: int,
        layouts: int = 200,
        eras: tuple[int, ...] = (1, 2),
        origin: str = REAL_ORIGIN,
        *,
        first: datetime | None = None,
        last: datetime | None = None,
        markup_seed: int | None = None,
    ) -> None:
        if articles < 1 or layouts < 1:
            raise ValueError("a newspaper needs at least one article and one layout")
        self.seed = seed
        self.eras = eras
        self.origin = origin.rstrip("/")
        self.chronicle = Chronicle.of(seed, articles, eras, first, last)
        self._layouts = layouts
        self._markup_seed = seed if markup_seed is None else markup_seed
        self._cycle = sections.cycle(seed)
        self._dates = (first, last)
        self.story = lru_cache(maxsize=2048)(self._told)

    def __len__(self) -> int:
        return self.chronicle.articles

    def at(self, origin: str) -> Newspaper:
        """Give the same paper under another scheme and host."""
        first, last = self._dates
        return Newspaper(
            self.seed, len(self), self._layouts, self.eras, origin,
            first=first, last=last, markup_seed=self._markup_seed,
        )  # fmt: skip

    # --- articles -----------------------------------------------------------------------------

    def section(self, index: int) -> Section:
        """Give the section of an article."""
        return self._cycle[index % sections.CYCLE]

    def _told(self, index: int) -> Story:
        return tell(self.chronicle, self.section(index), index)

    def served_eras(self, index: int) -> tuple[int, ...]:
        """Give the eras in whose form the article is served, its own first."""
        if self.chronicle.era(index) == 2:
            return (2,)
        old = (1,) if 1 in self.eras else ()
        return (*old, 2) if self.chronicle.migrated(index) else old

    def path(self, index: int, era: int | None = None) -> str:
        """Give the article's path; of its first served era unless another is asked for."""
        era = era or self.served_eras(index)[0]
        story = self.story(index)
        if era == 1:
            place = story.section
            return era1_path(story.number, story.slug, place.section, place.subsection, story.language)
        number = story.number + (MIGRATED if self.chronicle.era(index) == 1 else 0)
        return era2_path(number, story.slug, story.language)

    def address(self, index: int, era: int | None = None) -> str:
        """Give the article's canonical address; `era` picks one of several."""
        return self.origin + self.path(index, era)

    def find(self, number: int) -> int | None:
        """Give the index of the article with this number (either form), or None."""
        return self.chronicle.index(number)

    def truth(self, index: int, era: int | None = None) -> Truth:
        """Give the true record of the article's page of an era (the first served unless told)."""
        era = era or self.served_eras(index)[0]
        story = self.story(index)
        written = self.chronicle.era(index)
        rng = Random(f"{self.seed}:{index}:body")
        writer = body.BodyWriter(story, rng, written, self.origin)
        lead, blocks = writer.write()
        keywords = body.tags(story, rng, story.prose.again(rng))
        others = [self.address(index, other) for other in self.served_eras(index) if other != era]
        return record(story, era, self.address(index, era), others, lead, blocks, keywords)

    # --- pages --------------------------------------------------------------------------------

    def layout_number(self, index: int, era: int) -> int:
        """Say in which of the layouts the article's page is set; the eras share none."""
        draw = Random(f"{self._markup_seed}:{index}:{era}:layout")
        if self.eras != (1, 2) or self._layouts < 2:
            return draw.randrange(self._layouts)
        half = self._layouts // 2
        return draw.randrange(half) if era == 1 else draw.randrange(half, self._layouts)

    def layout(self, index: int, era: int | None = None) -> Layout:
        """Give the markup of the article's page."""
        era = era or self.served_eras(index)[0]
        return self.numbered_layout(self.layout_number(index, era), era)

    def numbered_layout(self, number: int, era: int) -> Layout:
        """Give one of the paper's markups."""
        return drawn_layout(self._markup_seed * 100_003 + number, era)

    def page(
        self, index: int, *, fetched_at: datetime, era: int | None = None, count: int | None = None
    ) -> bytes:
        """Give the bytes of the article's page.

        Args:
            index: Which article.
            fetched_at: What the header's clock shows.
            era: In which era's form; the first served unless told.
            count: How many articles have appeared by then, for the box of newest ones.
        """
        era = era or self.served_eras(index)[0]
        sheet = Sheet(
            truth=self.truth(index, era),
            layout=self.layout(index, era),
            quirks=self.story(index).quirks.of_era(era),
            neighbours=self.neighbours(index, era, count or max(len(self), index + 1)),
            crumbs=crumbs(self.section(index), era, self.layout_number(index, era)),
            fetched_at=fetched_at,
            rng=Random(f"{self._markup_seed}:{index}:{era}:page"),
        )
        return encoded(set_page(sheet), sheet.quirks)

    def headers(self, index: int, era: int | None = None) -> dict[str, str]:
        """Give the response headers of the article's page: the content type as declared."""
        era = era or self.served_eras(index)[0]
        return {"Content-Type": CONTENT_TYPES[self.story(index).quirks.of_era(era).charset]}

    # --- listings -----------------------------------------------------------------------------

    def roll(self, path: str, era: int, count: int | None = None) -> Roll:
        """Give what stands in a listing, newest first; a section contains its subsections.

        Args:
            path: The listing's path without outer slashes; "" for the whole paper.
            era: Which era's listing.
            count: How many articles have appeared; the opening number unless told.
        """
        wanted = (
            place
            for place in range(PERIOD)
            if not path or f"{self.section(place).path}/".startswith(f"{path}/")
        )
        return self._roll(tuple(wanted), era, count)

    def exact_roll(self, categories: set[int], era: int, count: int | None = None) -> Roll:
        """Give what stands in some categories themselves, without their subsections, newest first."""
        wanted = (place for place in range(PERIOD) if self.section(place).category in categories)
        return self._roll(tuple(wanted), era, count)

    def _roll(self, wanted: tuple[int, ...], era: int, count: int | None) -> Roll:
        count = len(self) if count is None else count
        old = count if self.eras == (1,) else self.chronicle.old
        if era == 1:
            return Roll((Run(wanted, 0, old),))
        kept = tuple(place for place in wanted if self.eras == (2,) or sections.is_migrated(place))
        return Roll((Run(wanted, old, count), Run(kept, 0, old)))

    def next_count(self, path: str, count: int) -> int:
        """Give the number of articles once one more has appeared in a section."""
        while True:
            count += 1
            if f"{self.section(count - 1).path}/".startswith(f"{path}/"):
                return count

    def teaser(self, index: int, era: int) -> Teaser:
        """Give an article as boxes and listings show it, under the address of an era if it has one."""
        story = self.story(index)
        served = self.served_eras(index)
        path = self.path(index, era if era in served else served[0])
        lead = " ".join(story.lead.split(" ")[:24])
        return Teaser(
            title=story.title,
            path=path,
            thumb=f"/uploads/thumbs/{story.number}.jpg",
            excerpt=lead,
            published=story.published,
            views=story.views or 0,
            section=story.section.subname or story.section.name,
        )

    def neighbours(self, index: int, era: int, count: int) -> Neighbours:
        """Give the articles round an article's text: newest, most read, and near ones in time."""
        newest = range(count - 1, max(-1, count - 9), -1)
        read = Random(f"{self.seed}:read").sample(range(len(self)), k=min(8, len(self)))
        near = [other for step in range(1, 10) for other in (index - step,) if other >= 0]
        return Neighbours(
            newest=tuple(self.teaser(other, era) for other in newest if other != index),
            read=tuple(self.teaser(other, era) for other in read if other != index),
            related=tuple(self.teaser(other, era) for other in near),
        )

    def features(self, index: int, era: int | None = None) -> tuple[str, ...]:
        """Name what is special about the article's page, for reports and tests of coverage."""
        era = era or self.served_eras(index)[0]
        story, quirks = self.story(index), self.story(index).quirks.of_era(era)
        truth = self.truth(index, era)
        picks = (f"{name}={choice}" for name, choice in self.layout(index, era).pick.items())
        return (
            f"kind={story.kind}", f"language={story.language}", f"era={era}", f"stamp-style={story.style}",
            f"repeated={quirks.repeated}", f"letters={quirks.letters}", f"charset={quirks.charset}",
            f"kicker={truth['kicker'] is not None}", f"dateline={truth['raw'].get('dateline')}",
            f"authors={len(truth['authors'])}", f"source={truth['source']}",
            f"migrated={self.chronicle.era(index) == 1 and era == 2}",
            *sorted({f"block={block['type']}" for block in truth["body"]}), *picks,
        )  # fmt: skip


def crumbs(section: Section, era: int, layout_number: int) -> tuple[Crumb, ...]:
    """Give the breadcrumb of a section: era 1 links folders, era 2 nested or flat slugs."""
    edition = "/en" if section.language == "en" else ""
    slash = "/" if era == 1 else ""
    steps = [Crumb(section.name, f"{edition}/{section.section}{slash}")]
    if section.subsection and section.subname:
        nested = era == 1 or layout_number % 3 == 0
        folder = f"/{section.section}" if nested else ""
        steps.append(Crumb(section.subname, f"{edition}{folder}/{section.subsection}{slash}"))
    return tuple(steps)
