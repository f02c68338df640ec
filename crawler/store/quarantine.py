"""Pages that gave no record they should have given: listed for people, and kept out of the dataset."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

from crawler.errors import StoreError
from crawler.report.outcomes import FAILED, GONE, LAYOUT_CHANGE, QUARANTINE, is_wall
from crawler.store.publish import QUARANTINE_FOLDER, RUNS_FOLDER, write_whole
from crawler.store.state import State

_DETAIL = "read by a run that a change of layout stopped; it is asked again"
# A page that says by its text alone that an article is gone may be the changed layout's.
_SAID_BY_A_PAGE = ("soft-404", "gone-home")
_LOST = "SELECT url FROM visit WHERE run = :run AND fate = 'gone' AND reason IN ('soft-404', 'gone-home')"


def take_back(state: State, run: str, *, now: float) -> int:
    """Undo what a run has stored: nothing that it read may be trusted.

    New articles are removed, changed ones are as they were before, and every address of them is in
    quarantine and due: a later run asks again. So are the pages that the run could not read. All in one
    transaction; done twice it changes nothing.

    Args:
        state: The state.
        run: The run.
        now: Unix seconds.

    Returns:
        How many articles were taken back.
    """
    database, started_at = state.database, state.runs.get(run)["started_at"]
    with state.transaction():
        rows = list(database.rows("SELECT key, url, before FROM change WHERE run = ?", (run,)))
        for key, url, before in rows:
            database.execute("DELETE FROM observation WHERE key = ? AND seen_at >= ?", (key, started_at))
            database.execute("DELETE FROM overtaken WHERE key = ? AND seen_at >= ?", (key, started_at))
            database.execute("DELETE FROM reading WHERE key = ? AND seen_at >= ?", (key, started_at))
            old = state.articles.restore(key, orjson.loads(before) if before else None)
            _distrust(state, run, url, old, now)
        database.execute("DELETE FROM change WHERE run = ?", (run,))
        values = {"run": run, "now": now}
        quarantined = "SELECT url FROM visit WHERE run = :run AND kind = 'article' AND fate = 'quarantine'"
        database.execute(f"UPDATE address SET due = :now WHERE url IN ({quarantined})", values)
        database.execute(f"DELETE FROM tombstone WHERE url IN ({_LOST})", values)
        database.execute(
            f"UPDATE address SET state = 'done', gone_at = NULL, due = :now WHERE url IN ({_LOST})", values
        )
    return len(rows)


def _distrust(state: State, run: str, url: str, old: dict[str, Any] | None, now: float) -> None:
    """Put an address into quarantine, asked again unconditionally: its validators are of the bad answer."""
    nothing = dict.fromkeys(("etag", "last_modified", "digest", "digest_at", "published_at", "section"))
    if old is not None:
        names = (old["section"], old["subsection"])
        nothing |= {
            "published_at": old["published_at"],
            "section": "/".join(name for name in names if name),
        }
    state.frontier.settle(url, QUARANTINE, LAYOUT_CHANGE, _DETAIL, due=now, **nothing)
    state.database.execute(
        "UPDATE visit SET fate = ?, reason = ?, detail = ? WHERE run = ? AND url = ?",
        (QUARANTINE, LAYOUT_CHANGE, _DETAIL, run, url),
    )


def write_quarantine(state: State, run: str) -> Path | None:
    """Write `quarantine/<run>.jsonl`: a line for each page that a run set aside, and for each wall.

    Returns:
        The file, or None where there is nothing to list.

    Raises:
        StoreError: It cannot be written.
    """
    assert state.folder is not None
    lines = [orjson.dumps(entry) + b"\n" for entry in quarantined(state, run)]
    if not lines:
        return None
    path = state.folder / QUARANTINE_FOLDER / f"{run}.jsonl"
    try:
        write_whole(path, lines)
    except OSError as error:
        with suppress(OSError):
            path.with_name(f".{path.name}.part").unlink(missing_ok=True)
        raise StoreError(f"{error.filename or path}: {error.strerror or error}") from error
    return path


def quarantined(state: State, run: str) -> Iterator[dict[str, Any]]:
    """What a run set aside, in the order of the addresses: what, why, when, and where it is archived."""
    for url, kind, fate, reason, detail, warc in state.runs.visits(run, QUARANTINE, FAILED, GONE):
        aside = fate == QUARANTINE or (fate == FAILED and is_wall(reason)) or reason in _SAID_BY_A_PAGE
        if not aside:
            continue
        file, _, offset = (warc or "").rpartition(":")
        yield {
            "url": url,
            "kind": kind,
            "reason": reason,
            "detail": detail,
            "fetched_at": state.database.value("SELECT checked_at FROM address WHERE url = ?", (url,)),
            "warc": f"{RUNS_FOLDER}/{run}/{file}" if file else None,
            "offset": int(offset) if file else None,
            "run": run,
        }
