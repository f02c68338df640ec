"""A release made: rows of the state through the tables, what was counted into the papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa

from crawler import __version__
from crawler.release.card.card import Findings, card_lines
from crawler.release.card.front_matter import Written
from crawler.release.changes import Changes, Fingerprint, fingerprint
from crawler.release.columns import VIEW_COUNTS, article_columns, article_row, views_row
from crawler.release.facts import Facts, ViewFacts
from crawler.release.folder import new_release
from crawler.release.holes import write_holes
from crawler.release.near_copies import Clusters
from crawler.release.papers import changelog_lines, changelog_record, json_text, release_record, schemas
from crawler.release.previous import FACTS, Previous, newest_release, open_release, read_previous
from crawler.release.redaction import Redaction
from crawler.release.selection import Selection, requested, select
from crawler.release.snapshot import Snapshot
from crawler.release.splits import DEFAULT_SHARES, NAMES
from crawler.release.tables import ZSTD_VERSION, Table, parquet_path
from crawler.store.lock import folder_lock

Annotate = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotations:
    """The optional annotations of the records.

    Attributes:
        annotate: Gives those of a record.
        version: Theirs.
        column: Their type in Parquet.
    """

    annotate: Annotate
    version: str
    column: pa.DataType


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be released.

    Attributes:
        data: The data folder.
        releases: Where releases stand; None: `releases` in the data folder.
        version: The release's name; None: the day of the newest observation.
        previous: The release to compare with; None: the newest one that is there.
        redaction: Who asked to be left out.
        keep_gone: Release what the paper has taken down.
        shares: Parts of train, validation and test.
        near_copies: Finds near-duplicates.
        annotations: Those of the records, or None.
    """

    data: Path
    releases: Path | None = None
    version: str | None = None
    previous: Path | None = None
    redaction: Redaction = field(default_factory=Redaction)
    keep_gone: bool = False
    shares: tuple[int, int, int] = DEFAULT_SHARES
    near_copies: Clusters
    annotations: Annotations | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A release that is in place.

    Attributes:
        folder: Its folder.
        findings: What its papers say.
        changes: What changed since the release before.
        before: That one, or None.
        mentioning: How many of its articles have the name of an author who was left out in their text.
    """

    folder: Path
    findings: Findings
    changes: Changes
    before: Previous | None
    mentioning: int


def make_release(plan: Plan) -> Made:
    """Make a release of a data folder. The same state gives the same bytes.

    Raises:
        SettingError: The version is there already, or is no name; a request leaves nothing out, see
            `Redaction.refuse`.
        FolderBusyError: A crawl is at work in the data folder.
        StoreError: The state or the release before cannot be read, or something cannot be written.
    """
    # While it is held no crawl can begin, so that rows and holes are of one moment.
    with folder_lock(plan.data, make=False), Snapshot(plan.data) as snapshot:
        until = snapshot.observed_until()
        version = plan.version or f"{until:%Y-%m-%d}"
        releases = plan.releases or plan.data / "releases"
        asked = requested(snapshot, plan.redaction)
        with new_release(releases, version) as folder:
            before = _before(plan, releases, version, until)
            work = _Work(plan, snapshot, folder, asked, Changes())
            work.write_tables(before)
            found = work.findings(version, until, before)
            _write_papers(folder, found, work.changes)
    return Made(releases / version, found, work.changes, before, len(work.mentioning))


def _before(plan: Plan, releases: Path, version: str, until: datetime) -> Previous | None:
    if plan.previous is not None:
        return open_release(plan.previous)
    return newest_release(releases, but=version, until=until)


@dataclass(slots=True)
class _Work:
    """What a release's rows go through."""

    plan: Plan
    snapshot: Snapshot
    folder: Path
    asked: Mapping[str, set[str]]
    changes: Changes
    facts: Facts = field(default_factory=Facts)
    view_facts: ViewFacts = field(default_factory=ViewFacts)
    tables: list[Written] = field(default_factory=list)
    mentioning: set[str] = field(default_factory=set)
    selection: Selection = field(init=False)

    def write_tables(self, before: Previous | None) -> None:
        plan = self.plan
        self.selection = select(
            self.snapshot,
            plan.redaction,
            self.asked,
            plan.near_copies,
            shares=plan.shares,
            keep_gone=plan.keep_gone,
        )
        columns = article_columns(plan.annotations.column if plan.annotations else None)
        with self._table("articles", columns) as table:
            self._write_articles(table, before)
        with self._table("revisions", columns) as table:
            for key, line in self.snapshot.earlier():
                self._add(table, key, orjson.loads(line))
        with self._table("view_counts", VIEW_COUNTS) as table:
            self._write_views(table)

    @contextmanager
    def _table(self, name: str, columns: pa.Schema) -> Iterator[Table]:
        with Table(self.folder, name, columns) as table:
            yield table
        rows = {split: table.rows[split] for split in NAMES}
        packed = sum(parquet_path(self.folder, name, split).stat().st_size for split in NAMES)
        self.tables.append(Written(name, columns, rows, dict(table.sizes), packed))

    def _write_articles(self, table: Table, before: Previous | None) -> None:
        prints, redacted = read_previous(before, self.plan.redaction) if before else ({}, set())
        for key, line in self.snapshot.articles():
            if key not in self.selection.splits:
                continue
            record = orjson.loads(line)
            self.changes.note(key, prints.pop(key, None), fingerprint(record))
            self.facts.add(record, self._add(table, key, record))
        self._note_missing(prints, redacted)

    def _note_missing(self, prints: dict[str, Fingerprint], redacted: set[str]) -> None:
        """What was in the release before and is not in this one."""
        redacted |= self.selection.redacted
        for key in prints:
            self.changes.note_missing(key, redacted=redacted, gone=self.selection.tombstones)

    def _add(self, table: Table, key: str, record: dict[str, Any]) -> str:
        """Add a record where its article is released. Returns its flat text."""
        split = self.selection.splits.get(key)
        if split is None:
            return ""
        if self.plan.redaction.is_mentioned(record):
            self.mentioning.add(key)
        if self.plan.annotations is not None:
            record["annotations"] = self.plan.annotations.annotate(record)
        row = article_row(key, record, self.selection.gone_at(key))
        table.add(split, orjson.dumps(record), row)
        return str(row["text"])

    def _write_views(self, table: Table) -> None:
        for key, seen_at, count in self.snapshot.views():
            if (split := self.selection.splits.get(key)) is not None:
                line = {"key": key, "id": key.partition("/")[2], "seen_at": seen_at, "view_count": count}
                table.add(split, orjson.dumps(line), views_row(key, seen_at, count))
                self.view_facts.add(key, seen_at)

    def findings(self, version: str, until: datetime, before: Previous | None) -> Findings:
        holes = write_holes(self.folder / "holes.csv", self.plan.data, self.selection, now=until)
        return Findings(
            version=version,
            observed_until=until,
            previous=before.version if before else None,
            tables=self.tables,
            selection=self.selection,
            facts=self.facts,
            view_facts=self.view_facts,
            holes=holes,
            robots=self.snapshot.robots(),
            annotations=self.plan.annotations.version if self.plan.annotations else None,
            versions={"langson": __version__, "pyarrow": pa.__version__, "zstd": ZSTD_VERSION},
        )


def _write_papers(folder: Path, found: Findings, changes: Changes) -> None:
    texts = {
        "README.md": _text(card_lines(found)),
        "CHANGELOG.md": _text(changelog_lines(found.version, found.previous, changes)),
        "changelog.json": json_text(changelog_record(found.version, found.previous, changes)),
        FACTS: json_text(release_record(found)),
        **{f"schema/{name}": json_text(schema) for name, schema in _schemas(found)},
    }
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode("utf-8", "replace"))


def _schemas(found: Findings) -> Iterable[tuple[str, dict[str, Any]]]:
    return schemas(annotations=found.annotations is not None).items()


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
