"""Makes a run's page: gathered, drawn, written whole."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from crawler.errors import StoreError
from crawler.store.publish import RUNS_FOLDER, write_whole
from crawler.store.state import State

FILE_NAME: Final = "report.html"


def page(state: State, report: Mapping[str, Any]) -> bytes:
    """Give the page of a run. The same state and report give the same bytes.

    Raises:
        StoreError: The state cannot be read.
    """
    from crawler.report.page.render import render  # Jinja2 is loaded when a page is made
    from crawler.report.page.view import view

    return render(view(state, report))


def write_page(state: State, report: Mapping[str, Any]) -> Path:
    """Write the page of a run into the run's folder: the new one is there whole, or the old one still.

    Raises:
        StoreError: It cannot be written, or the state cannot be read.
    """
    assert state.folder is not None
    path = state.folder / RUNS_FOLDER / str(report["run"]) / FILE_NAME
    content = page(state, report)
    try:
        write_whole(path, [content])
    except OSError as error:
        with suppress(OSError):
            path.with_name(f".{path.name}.part").unlink(missing_ok=True)
        raise StoreError(f"{error.filename or path}: {error.strerror or error}") from error
    return path
