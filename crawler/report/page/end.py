"""The page at the end of a run. It is a convenience: a fault of ours in it is logged and ends no run."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from crawler.errors import StoreError
from crawler.report.page.changed import changed_articles
from crawler.report.page.dataset import dataset
from crawler.report.page.holes import holes, is_quick
from crawler.report.page.write import FILE_NAME, write_page
from crawler.store.state import State

logger = logging.getLogger(__name__)
T = TypeVar("T")
_CHANGED = (
    "SELECT key, url, before, record FROM change JOIN article USING (key) WHERE run = ? AND kind = 'changed'"
)


def for_page(state: State, run: str, ended_at: str | None) -> dict[str, Any]:
    """Give what a report keeps for the run's page and cannot be told any more later.

    Args:
        state: The state; the records before are still there (`Runs.forget_before`).
        run: The run.
        ended_at: ISO 8601; None for a run that was killed: its folder is looked at by the next run's page.

    Returns:
        `changed`, see `page.changed`, and `dataset`, see `page.dataset`, with `holes`, see `page.holes`, or
        None where proving it would take long. Either is None after a fault of ours.

    Raises:
        StoreError: The state cannot be read.
    """

    def gather() -> dict[str, Any]:
        proof = holes(state, now=datetime.fromisoformat(ended_at)) if ended_at and is_quick(state) else None
        return {**dataset(state.database, run), "holes": proof}

    changed = _tried(lambda: changed_articles(state.database.rows(_CHANGED, (run,))))
    return {"changed": changed, "dataset": _tried(gather) if state.folder is not None else None}


def try_page(state: State, report: Mapping[str, Any]) -> Path | None:
    """Write a run's page.

    Returns:
        The file; None after a fault of ours.

    Raises:
        StoreError: It cannot be written, or the state cannot be read.
    """
    return _tried(lambda: write_page(state, report))


def _tried(make: Callable[[], T]) -> T | None:
    try:
        return make()
    except StoreError:
        raise
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        logger.error("%s of the run is not whole (%s): a fault of this program, report it", FILE_NAME, what)
        return None
