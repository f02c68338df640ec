"""The state of a data folder: frontier, articles, walks and runs in one file, changed together.

A page is acknowledged in one transaction with all that came of it: its article, the views observed, the
links found, its end in the ledger. A kill at any point loses nothing and doubles nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.archive.steps import reached
from crawler.discover.revisit import next_visit
from crawler.items import Article
from crawler.report.outcomes import FILTERED, STORED, UNCHANGED, Outcome
from crawler.store.articles import Change
from crawler.store.database import Database
from crawler.store.frontier import ARTICLE, Frontier, Lease
from crawler.store.records import article_key
from crawler.store.runs import Runs
from crawler.store.timeline import Timeline
from crawler.store.walks import Walks


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """An answer that an address gave.

    Attributes:
        url: The address that was asked for.
        kind: "article" or "listing".
        seen_at: When the answer was complete, ISO 8601 with a zone.
        warc: Where it was archived, as file:offset in the run's folder, or None.
        validators: `etag`, `last_modified`, `digest`, `digest_at` of the answer, as far as it had them.
    """

    url: str
    kind: str = ARTICLE
    seen_at: str
    warc: str | None = None
    validators: Mapping[str, str | None] = field(default_factory=dict)


class State:
    """What a crawl knows and keeps.

    Args:
        folder: The data folder, or None for a state that is gone at the end.
        create: Make it where it is missing.
        durable: Also a power cut takes no acknowledged page away.
        run: Name of the run that works with it.

    Raises:
        StoreError: See `Database`.
    """

    def __init__(
        self, folder: Path | None, *, create: bool = False, durable: bool = False, run: str = ""
    ) -> None:
        self.folder = folder
        self.run = run
        self.database = Database(folder, create=create, durable=durable)
        self.articles = Timeline(self.database)
        self.frontier = Frontier(self.database)
        self.walks = Walks(self.database)
        self.runs = Runs(self.database)
        self.on_end: Callable[[Visit, Outcome], None] | None = None  # told of each end of this run

    def transaction(self) -> AbstractContextManager[None]:
        """All that is written in the block is kept, or nothing of it."""
        return self.database.transaction()

    def close(self) -> None:
        """Close the file."""
        self.database.close()

    def lease(self, limit: int, now: float) -> list[Lease]:
        """Take addresses to ask for, and note that this run asks for them."""
        with self.transaction():
            leases = self.frontier.lease(limit, now)
            for lease in leases:
                self.runs.ask(self.run, lease.url, lease.kind)
        reached("frontier.leased")
        return leases

    def settle(self, visit: Visit, outcome: Outcome, state: str, **facts: Any) -> None:
        """Acknowledge an address that gave no article: its end in the frontier and in the ledger."""
        with self.transaction():
            seen = {"checked_at": visit.seen_at}
            self.frontier.settle(visit.url, state, outcome.reason, outcome.detail, **{**seen, **facts})
            self.note(visit, outcome)

    def note(self, visit: Visit, outcome: Outcome) -> None:
        """Note an end in this run's ledger only."""
        with self.transaction():
            end = (outcome.fate, outcome.reason, outcome.detail)
            self.runs.visit(self.run, visit.url, visit.kind, *end, visit.warc)
        if self.on_end is not None:
            self.on_end(visit, outcome)

    def keep(self, visit: Visit, article: Article) -> Change:
        """Acknowledge an address with the article that its page gave."""
        now = datetime.fromisoformat(visit.seen_at).timestamp()
        key = article_key(article.crawl.layout, article.language, article.id)
        reached("page.acknowledging")
        with self.transaction():
            before = self.database.value("SELECT record FROM article WHERE key = ?", (key,))
            change = self.articles.save(article, seen_at=visit.seen_at)
            if change != UNCHANGED:
                self.runs.change(self.run, key, url=visit.url, kind=change, before=before)
            self.settle(
                visit,
                Outcome(UNCHANGED if change == UNCHANGED else STORED, change),
                "done",
                published_at=article.published_at,
                section=section_path(article),
                due=next_visit(article.published_at, now),
                fails=0,
                gone_at=None,
                **visit.validators,
            )
            if change != "new":  # it may have been gone, and is there again
                self.database.execute("DELETE FROM tombstone WHERE key = ?", (key,))
        reached("page.acknowledged")
        return change

    def refuse(self, visit: Visit, article: Article, outcome: Outcome) -> None:
        """Acknowledge an address whose article is not wanted; what is known of it stays for other goals."""
        facts = {"published_at": article.published_at, "section": section_path(article)}
        self.settle(visit, outcome, FILTERED, due=None, fails=0, **facts)

    def confirm(self, visit: Visit, lease_key: str, published_at: str) -> None:
        """Acknowledge that an article has not changed since the last visit (HTTP 304)."""
        now = datetime.fromisoformat(visit.seen_at).timestamp()
        with self.transaction():
            self.articles.seen_again(lease_key, seen_at=visit.seen_at)
            due = next_visit(published_at, now)
            self.settle(visit, Outcome(UNCHANGED, "http-304"), "done", due=due, fails=0, gone_at=None)


def section_path(article: Article) -> str:
    """Section and subsection as one path; empty where the article names none."""
    return "/".join(name for name in (article.section, article.subsection) if name)
