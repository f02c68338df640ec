"""What a card says, section by section. Pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from crawler.release.card.front_matter import Written
from crawler.release.card.markdown import number, plain, share, table
from crawler.release.facts import OPTIONAL_FIELDS, Facts, ViewFacts
from crawler.release.holes import Holes
from crawler.release.selection import Selection
from crawler.release.snapshot import RobotsSeen
from crawler.release.splits import NAMES
from crawler.report.completeness.causes import MEANINGS

Lines = Iterator[str]

_WAYS: Final = {
    "live": "asked of the paper's server",
    "file": "read from a saved file",
    "warc": "read from a WARC file",
    "wayback": "taken from the Wayback Machine",
    "commoncrawl": "taken from Common Crawl",
}
_LAYOUTS: Final = {"era1": "the site until 2025", "era2": "the site since 2025"}


def loading(tables: list[Written]) -> Lines:
    """Say how to load it, in one line each."""
    yield "## Loading"
    yield ""
    yield "In this folder (its path stands for the dot):"
    yield ""
    yield "```python"
    yield 'datasets.load_dataset(".")                  # the articles; or (".", "view_counts")'
    yield "duckdb.sql(\"SELECT * FROM 'articles/*.parquet'\")"
    yield 'pandas.read_parquet("articles")'
    yield 'polars.read_parquet("articles/*.parquet")'
    yield "```"
    yield ""
    yield from table(
        ["table", *NAMES, "a row is"],
        ([t.name, *(t.rows.get(split, 0) for split in NAMES), _ROW_OF[t.name]] for t in tables),
    )
    yield ""
    yield (
        "The tables are joined by `key` (`id` alone is not unique: the old site numbered its English pages"
        " apart). `jsonl/` has the same rows as JSON lines (zstd), described by `schema/`; `text` is the"
        " body as plain text, `body` its blocks. `sha256sum -c SHA256SUMS` checks every file."
    )


_ROW_OF: Final = {
    "articles": "an article as it was read last",
    "revisions": "what an article said before the paper changed it",
    "view_counts": "a view count as printed at a moment",
}


def splits(selection: Selection) -> Lines:
    """Say how it was split."""
    yield "## Splits"
    yield ""
    rows = (
        [name, selection.borders[name][2], selection.borders[name][0][:10], selection.borders[name][1][:10]]
        for name in NAMES
        if name in selection.borders
    )
    yield from table(["split", "articles", "first published", "last published"], rows)
    yield ""
    yield (
        "In the order of publication, so that what is tested is younger than what was learnt. Near-duplicates"
        " (wire copies, notices printed again) stand together, where the earliest of them belongs:"
        f" {number(selection.clustered)} articles in {number(selection.clusters)} such groups. So a split may"
        " hold articles that are younger than its last border. Revisions and view counts follow their"
        " article. A split without rows is not named above: its files are empty."
    )


def sources(facts: Facts) -> Lines:
    """Say where the articles come from, and by which permission."""
    yield "## Sources, robots.txt and consent"
    yield ""
    yield (
        "The political news of Báo Lạng Sơn (baolangson.vn), the newspaper of the party committee of Lạng Sơn"
        " province, Vietnam. How each page was had, and what robots.txt or a permission said of it:"
    )
    yield ""
    rows = (
        [via, _WAYS.get(via, ""), _verdict(robots), count]
        for (via, robots), count in sorted(facts.ways.items())
    )
    yield from table(["via", "", "robots.txt, permission", "articles"], rows)
    yield ""
    yield "What was read from a file or an archive was fetched by somebody else, by rules not known here."


def _verdict(robots: str) -> str:
    return plain(robots) if robots else "no rule was asked"


def robots_seen(seen: list[RobotsSeen]) -> Lines:
    """Say which robots.txt were received."""
    if not seen:
        yield (
            "No robots.txt is kept with this state: nothing was asked of a server, or the state was made anew"
            " from its archive (`langson rebuild`)."
        )
        return
    yield "Every robots.txt that was received (texts in `release.json`):"
    yield ""
    rows = (
        [
            plain(each.origin),
            str(each.status) if each.status is not None else "no answer",
            f"{each.first:%Y-%m-%d}",
            f"{each.last:%Y-%m-%d}",
            f"`{hashlib.sha256(each.text.encode('utf-8', 'replace')).hexdigest()[:12]}`",
        ]
        for each in seen
    )
    yield from table(["origin", "status", "first", "last", "SHA-256"], rows)


def contents(facts: Facts) -> Lines:
    """Say what is in it: fields, years, sections."""
    total = facts.total()
    yield "## What is in it"
    yield ""
    yield f"{number(total)} articles, {number(facts.characters)} characters of body text."
    yield ""
    layouts = sorted(facts.articles)
    yield "Fields that may be empty, and in how many articles they are filled (all others always are):"
    yield ""
    heads = [f"{name} ({_LAYOUTS.get(name, 'another')})" for name in layouts]
    rows = ([f"`{name}`", *_filled(facts, name, layouts)] for name in OPTIONAL_FIELDS)
    yield from table(["field", "all", *heads], rows)
    yield ""
    yield from table(["year", "articles"], sorted(facts.years.items()))
    yield ""
    yield from table(["section", "articles"], _most(facts.sections))
    yield ""
    yield from table(["block", "number"], _most(facts.blocks))


def _filled(facts: Facts, name: str, layouts: list[str]) -> list[str]:
    whole = sum(facts.filled[layout, name] for layout in layouts)
    return [
        share(whole, facts.total()),
        *(share(facts.filled[layout, name], facts.articles[layout]) for layout in layouts),
    ]


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(f"`{plain(name)}`" if name else "not named", count) for name, count in ordered]


def views(facts: Facts, seen: ViewFacts) -> Lines:
    """Say how view counts were observed."""
    yield "## View counts"
    yield ""
    if not seen.observations:
        yield "No page printed any."
        return
    yield (
        "Each is the number that the page printed when it was fetched: `view_count` of an article is as of"
        " its `crawl.fetched_at`, never a final number, and two articles' counts are of two moments. The"
        " table `view_counts` has every visit that printed one; young articles are visited more often than"
        " old ones. How the paper counts is not known; a page in an archive shows what the archive was shown."
    )
    yield ""
    yield (
        f"{number(seen.observations)} counts of {number(seen.articles)} articles"
        f" ({share(seen.articles, facts.total())}) from {seen.first[:10]} to {seen.last[:10]};"
        f" {number(seen.followed)} articles were seen more than once."
    )


def holes(found: Holes) -> Lines:
    """Say what is known to be missing."""
    yield "## Known holes"
    yield ""
    if not found.causes:
        yield "None: all that listings, feeds, sitemaps and archives showed is stored, or left out as asked."
    else:
        yield "What should be there and is not; each is named in `holes.csv`:"
        yield ""
        rows = (
            [kind, cause.value, MEANINGS[cause], "yes" if explained else "no", count]
            for (kind, cause, explained), count in sorted(found.causes.items())
        )
        yield from table(["what", "cause", "", "explained", "number"], rows)
    yield ""
    yield "Articles that some source showed, by section (those left out below are counted as well):"
    yield ""
    sections = sorted({section for section, _ in found.expected})
    yield from table(["section", "shown", "missing", "missing, by year"], (_row(found, s) for s in sections))


def _row(found: Holes, section: str) -> list[object]:
    years = sorted(year for name, year in found.expected if name == section)
    missing = {year or "no year": found.missing[section, year] for year in years}
    shown = sum(found.expected[section, year] for year in years)
    named = ", ".join(f"{year}: {count}" for year, count in missing.items() if count)
    return [plain(section), shown, sum(missing.values()), named]


def left_out(selection: Selection) -> Lines:
    """Say what was left out on purpose."""
    yield "## Left out"
    yield ""
    yield f"- On request of those whom it concerns: {number(len(selection.redacted))} articles."
    if selection.keep_gone:
        yield (
            f"- Nothing that the paper has taken down: {number(_gone(selection))} articles,"
            " `gone_at` says when."
        )
    else:
        yield f"- Since the paper has taken them down: {number(len(selection.gone))} articles."
    yield "- Articles of other sections, and pages that could not be read with certainty."


def _gone(selection: Selection) -> int:
    return len(selection.tombstones.keys() & selection.splits.keys())


def annotated(version: str | None) -> Lines:
    """Say what the annotations are."""
    if version is not None:
        yield "## Annotations"
        yield ""
        yield (
            f"The column `annotations` ({plain(version)}) names cited documents, officials and places, found"
            " by rules, not by people. Offsets are code points into `title`, `lead`, or `text` (`body`)."
        )


def changes(previous: str | None) -> Lines:
    """Say where the changes stand."""
    yield "## Changes"
    yield ""
    if previous is None:
        yield "This is the first release of its folder."
    else:
        yield f"Against {plain(previous)}: see [CHANGELOG.md](CHANGELOG.md), `changelog.json` for programs."


def licence() -> Lines:
    """Say whose the texts are."""
    yield "## Licence"
    yield ""
    yield (
        "None is given. The articles belong to the paper and their authors; this release is a record of what"
        " the paper published, and whether and how you may use it is yours to clear, by the law of where you"
        " are. Articles name people: treat them as personal data where your law does."
    )


def made_with(facts: Facts, versions: Mapping[str, str]) -> Lines:
    """Say what made it."""
    yield "## Made with"
    yield ""
    yield ", ".join(f"{name} {plain(version)}" for name, version in versions.items()) + "."
    yield ""
    yield from table(["extractor", "articles"], _most(facts.extractors))
