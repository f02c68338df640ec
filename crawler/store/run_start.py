"""How a run begins in a data folder: its name, and the archive that says what the runs before it left."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.archive.repair import Repair, close_open_files
from crawler.archive.writer import ArchiveWriter
from crawler.errors import SettingError, StoreError
from crawler.store.publish import RUNS_FOLDER
from crawler.store.runs import TAKEN_BACK, UNACKNOWLEDGED
from crawler.store.state import State

_MOMENT = "%Y%m%dT%H%M%S"  # in the name of a run


def run_name(state: State, options: Mapping[str, Any], *, now: datetime) -> str:
    """Name a run after its moment, later than every earlier run: their order is the archive's.

    Raises:
        SettingError: The folder holds another paper's pages than `options["origin"]` says.
    """
    last = next(iter(state.runs.last(1)), None)
    if last is not None:
        held, asked = (o.get("origin") or "the paper itself" for o in (last["options"], options))
        if held != asked:
            message = f"data: {state.folder} holds pages of {held}, not of {asked}"
            raise SettingError(f"{message}; give another folder with --data")
        earlier = datetime.strptime(last["id"][:15], _MOMENT).replace(tzinfo=now.tzinfo)
        now = max(now, earlier + timedelta(seconds=1))  # the clock may have gone back
    return f"{now.strftime(_MOMENT)}-{secrets.token_hex(3)}"


def close_torn_archives(folder: Path) -> list[Repair]:
    """Close what killed runs left open in a data folder."""
    torn = sorted({path.parent for path in (folder / RUNS_FOLDER).glob("*/*.open")})
    return [repair for path in torn for repair in close_open_files(path)]


def begin_archive(state: State, options: Mapping[str, Any], *, now: datetime, durable: bool) -> ArchiveWriter:
    """Open the archive of the state's run. Its first record says which archived answers had no effect.

    Raises:
        StoreError: It cannot be written.
    """
    assert state.folder is not None
    folder = state.folder / RUNS_FOLDER / state.run
    # `langson rebuild` must know which archived answers had no effect: this run takes them in again.
    undone = {UNACKNOWLEDGED: state.runs.in_hand(), TAKEN_BACK: state.runs.taken_back()}
    info = {"run": state.run, "started_at": now.isoformat(), **undone, **options}
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{error.filename or folder}: {error.strerror or error}") from error
    return ArchiveWriter(folder, run=state.run, info=info, now=now, durable=durable)
