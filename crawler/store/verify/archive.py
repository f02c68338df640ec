"""The archive files, each by itself: every byte, and that none of a run's files is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crawler.archive.check import CUT, check
from crawler.archive.file_records import closed_path, file_name
from crawler.errors import StoreError
from crawler.store.publish import RUNS_FOLDER
from crawler.store.replay.runs import archive_files
from crawler.store.verify.damage import Damage

_RESTORE = "restore it from a copy"


def archive_damages(data: Path) -> Iterator[Damage]:
    """Check every archive file of a data folder."""
    folder = data / RUNS_FOLDER
    for run in sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else ():
        files = archive_files(run)
        names = {closed_path(path).name for path in files}
        for number in range(1, len(names) + 1):
            if (name := file_name(number)) not in names:
                yield Damage(run / name, "", "is missing: later files of the run are there", _RESTORE)
        for path in files:
            if path != closed_path(path):
                yield Damage(path, "", "was left open by a run that was killed", CUT)
            yield from _file_damages(path)


def _file_damages(path: Path) -> Iterator[Damage]:
    try:
        for damage in check(path):
            yield Damage(path, f"byte {damage.offset}", damage.problem, damage.remedy)
    except StoreError as error:
        yield Damage(path, "", str(error).removeprefix(f"{path}: "), _RESTORE)
