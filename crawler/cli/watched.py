"""A run that others watch: when it has ended, however it ended, metrics are written and notice is given."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler import __version__, clock
from crawler.cli.console import complain
from crawler.cli.exit_codes import ExitCode, error_exit_code
from crawler.errors import CrawlerError, SettingError, StoreError
from crawler.store.lock import FolderBusyError, folder_lock

if TYPE_CHECKING:
    from crawler.monitoring.hook import Hook
    from crawler.monitoring.notice import Notice
    from crawler.monitoring.snapshot import Snapshot
    from crawler.monitoring.watched_runs import KnownRuns

NOTIFY = "LANGSON_NOTIFY"
Notify = Annotated[
    list[str] | None,
    typer.Option(
        metavar="URL|COMMAND",
        help="Tell a webhook or a command how the run ended; may be repeated. Default: the lines of"
        f" ${NOTIFY}, which keeps a key out of the list of processes.",
    ),
]
MetricsFile = Annotated[
    Path | None,
    typer.Option(
        "--metrics",
        metavar="FILE",
        dir_okay=False,
        envvar="LANGSON_METRICS",
        help="Write metrics for Prometheus to this file when the run has ended; see `langson metrics`.",
    ),
]


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told of a run, and where its metrics go."""

    hooks: tuple[Hook, ...] = ()
    metrics: Path | None = None


@dataclass(slots=True)
class _End:
    """How the block ended, as far as is known here."""

    code: int = ExitCode.FAULT
    error: str = ""
    hurried: bool = False
    notices: list[Notice] = field(default_factory=list)

    def note(self, error: BaseException) -> None:
        if isinstance(error, typer.Exit):
            self.code = error.exit_code
        elif isinstance(error, CrawlerError):
            self.code, self.error = error_exit_code(error), str(error)
        elif isinstance(error, KeyboardInterrupt):
            self.code, self.error = ExitCode.INTERRUPTED, "interrupted"
        else:
            self.error = f"{type(error).__name__}: {error}"
        self.hurried = self.code == ExitCode.INTERRUPTED


def parse_watch(notify: Sequence[str] | None, metrics: Path | None) -> Watch:
    """Read the options `notify` and `metrics`; without the first, the environment is asked.

    Raises:
        SettingError: One cannot be read.
    """
    check_metrics_folder(metrics)
    # Taken out of the environment: processes that read strangers' pages have no use for it.
    given = os.environ.pop(NOTIFY, "").splitlines()
    words = list(notify) if notify else [line for line in given if line.strip()]
    if not words:
        return Watch((), metrics)
    from crawler.monitoring.hook import parse_hook

    return Watch(tuple(map(parse_hook, words)), metrics)


def check_metrics_folder(path: Path | None) -> None:
    """Refuse a file for metrics whose folder is missing: a slip that would be read by nobody.

    Raises:
        SettingError: It is missing.
    """
    if path is not None and not path.absolute().parent.is_dir():
        raise SettingError(
            f"metrics: {path}: the folder {path.parent} is not there; make it, or correct the path"
        )


@contextmanager
def watched(data: Path, command: str, watch: Watch) -> Iterator[None]:
    """Hold a data folder for a run; write metrics and give notice when the block has ended.

    Args:
        data: The data folder.
        command: The command's name.
        watch: Who is told. What goes wrong with it is said, and changes nothing else.

    Raises:
        FolderBusyError: Another run holds it: nobody is told, no run took place.
        StoreError: The folder cannot be used.
    """
    if not watch.hooks and watch.metrics is None:
        with folder_lock(data):
            yield
        return
    end = _End()
    try:
        with folder_lock(data):
            known = _known_runs(data)
            try:
                yield
            except BaseException as error:
                end.note(error)
                raise
            finally:
                _look_back(end, data, command, watch, known)
    except (FolderBusyError, SettingError):
        end.notices.clear()  # no run took place
        raise
    except StoreError as error:
        if not end.error:  # not of the block
            end.note(error)
            end.notices = [_failure(end, data, command, clock.now())]
        raise
    finally:
        _tell(end, watch)


def _known_runs(data: Path) -> KnownRuns:
    from crawler.monitoring.watched_runs import known_runs

    return known_runs(data)


def _look_back(end: _End, data: Path, command: str, watch: Watch, known: KnownRuns) -> None:
    """Read what the run came to, while nobody else can have the folder."""
    from crawler.monitoring.watched_runs import notices

    now = clock.now()
    found: Snapshot | None = None
    try:
        found = _snapshot(data, now, with_holes=watch.metrics is not None)
        silence = found.silence.to_json()
        end.notices = list(notices(data, known, command=command, silence=silence))
    except CrawlerError as error:
        end.error = end.error or str(error)
    except Exception as error:  # a fault of ours must not hide how the run ended
        complain(f"notify: {type(error).__name__}: {error}")
    if not any(notice.event == "run.ended" for notice in end.notices):
        end.notices.append(_failure(end, data, command, now))
    if watch.metrics is not None:
        write_metrics(watch.metrics, found, now)


def _snapshot(data: Path, now: datetime, *, with_holes: bool) -> Snapshot:
    from crawler.monitoring.snapshot import snapshot

    return snapshot(data, now=now, busy=False, with_holes=with_holes)


def _failure(end: _End, data: Path, command: str, now: datetime) -> Notice:
    from crawler.monitoring.notice import notice_of_failure

    error = " ".join(end.error.split()) or "the run left no report"
    return notice_of_failure(
        command=command, data=str(data), code=int(end.code), error=error, at=now.isoformat()
    )


def write_metrics(path: Path, found: Snapshot | None, now: datetime) -> bool:
    """Write the metrics' file, whole or not at all; where it cannot be, that is said.

    Returns:
        Whether it was written.
    """
    from crawler.monitoring.exposition import exposition
    from crawler.monitoring.metrics import families
    from crawler.store.publish import write_whole

    try:
        write_whole(path, exposition(families(found, version=__version__, now=now)))
    except OSError as error:
        complain(f"metrics: {path}: {error.strerror or error}")
        return False
    return True


def _tell(end: _End, watch: Watch) -> None:
    """Give the notices. Ctrl-C ends the telling, not the run's own end."""
    if not (watch.hooks and end.notices):
        return
    from crawler.monitoring.hook import HURRIED, Patience, tell

    patience = HURRIED if end.hurried else Patience()
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for hook in watch.hooks:
            for notice in end.notices:
                trouble = tell(hook, notice.to_json(), patience, agent=f"langson/{__version__}")
                if trouble:
                    complain(trouble)
    except KeyboardInterrupt:
        complain("notify: stopped by Ctrl-C; the run is not touched by it")
    except Exception as error:  # such as a signal that is not ours to take; its words may hold the address
        complain(f"notify: {type(error).__name__}; the run is not touched by it")
