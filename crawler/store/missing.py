"""Addresses that gave no page: when they are asked again, and when what was there counts as gone.

The present is the moment of the visit, so that the archive's replay comes to the same.
"""

from __future__ import annotations

from datetime import datetime

from crawler.discover.revisit import GONE_CHECK, next_try
from crawler.report.outcomes import FAILED, GONE, QUARANTINE, ROBOTS, Outcome
from crawler.store.frontier import Lease
from crawler.store.state import State, Visit

# Failures that asking again soon does not mend.
_SLOW = ("too-large", "not-html", "encoding", "parse", "redirect", "content-encoding")
_QUICK_TRIES = 3  # of `next_try`, which a page that cannot be read leaves out


def settle_refused(state: State, visit: Visit, lease: Lease | None, outcome: Outcome) -> None:
    """Acknowledge a page that gave no article, by its fate; for one that is gone see `settle_gone`."""
    settle = {FAILED: settle_failed, QUARANTINE: settle_quarantined}.get(outcome.fate, settle_other)
    settle(state, visit, lease, outcome)


def settle_failed(state: State, visit: Visit, lease: Lease | None, outcome: Outcome) -> None:
    """Acknowledge a failure; a later run tries again, later each time.

    Args:
        lease: The address as it was asked for; None where that is not known any more.
    """
    fails, now = (lease.fails if lease else 0) + 1, _moment(visit)
    if outcome.reason == ROBOTS:  # no fault of the page: asked as soon as it may be
        state.settle(visit, outcome, FAILED, due=now)
        return
    slow = _QUICK_TRIES if outcome.reason.startswith(_SLOW) else 0
    state.settle(visit, outcome, FAILED, due=next_try(fails + slow, now), fails=fails)


def settle_quarantined(state: State, visit: Visit, lease: Lease | None, outcome: Outcome) -> None:
    """Acknowledge an article that could not be read: it is asked again a day later, then rarely.

    Its validators are not kept: a later "not modified" would confirm a page that was never read.
    """
    fails = (lease.fails if lease else 0) + 1
    due = next_try(fails + _QUICK_TRIES, _moment(visit))
    state.settle(visit, outcome, QUARANTINE, due=due, fails=fails)


def settle_other(state: State, visit: Visit, lease: Lease | None, outcome: Outcome) -> None:
    """Acknowledge an address that led to no article of ours (another host, another kind of page).

    Where an article was stored under it once, that may pass: it is asked again, later each time.
    """
    stored = lease is not None and lease.published_at is not None
    fails = (lease.fails if lease else 0) + 1
    due = next_try(fails + _QUICK_TRIES, _moment(visit)) if stored else None
    state.settle(visit, outcome, outcome.fate, due=due, fails=fails if stored else 0)


def settle_gone(state: State, visit: Visit, lease: Lease, outcome: Outcome) -> Outcome:
    """Acknowledge that a page is not there. It counts as gone when it is missing a day later still.

    Returns:
        The outcome: failed where no page was ever there and it may still come.
    """
    now = _moment(visit)
    first = lease.gone_at if lease.gone_at is not None else now
    stored = lease.published_at is not None
    is_gone = now - first >= GONE_CHECK
    outcome = Outcome(GONE if stored or is_gone else FAILED, outcome.reason, outcome.detail)
    kept = "done" if stored else FAILED
    with state.transaction():
        due = None if is_gone else first + GONE_CHECK
        state.settle(visit, outcome, GONE if is_gone else kept, due=due, gone_at=first)
        if is_gone and stored and lease.key:
            row = (lease.key, visit.url, visit.seen_at)
            state.database.execute("INSERT OR REPLACE INTO tombstone VALUES (?, ?, ?)", row)
    return outcome


def _moment(visit: Visit) -> float:
    return datetime.fromisoformat(visit.seen_at).timestamp()
