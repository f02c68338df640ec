"""What is shown while files are read: a bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from crawler.batch.output import Summary
from crawler.batch.rounds import OnEnd

_PLAIN_SECONDS = 10.0


@contextmanager
def shown(files: int, *, clock: Callable[[], float] = time.monotonic) -> Iterator[OnEnd]:
    """Show how many of the files are done, on standard error.

    Args:
        files: How many there are.
        clock: Seconds, for the speed.

    Yields:
        What is to be called at the end of each file.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _Lines(console, files, clock).end
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        bar, speed = progress.add_task("files", total=files), _Speed(clock)

        def end(path: Path, summary: Summary | None) -> None:
            progress.update(bar, advance=1, description=f"files ({speed.add(summary)})")

        yield end


class _Speed:
    """How many pages were read, and how fast."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._start, self._pages = clock, clock(), 0

    def add(self, summary: Summary | None) -> str:
        self._pages += summary.pages if summary else 0
        seconds = max(self._clock() - self._start, 0.001)
        return f"{self._pages} pages, {self._pages / seconds:.0f} a second"


class _Lines:
    def __init__(self, console: Console, files: int, clock: Callable[[], float]) -> None:
        self._console, self._files, self._clock = console, files, clock
        self._speed, self._done, self._last = _Speed(clock), 0, clock()

    def end(self, path: Path, summary: Summary | None) -> None:
        self._done += 1
        words = self._speed.add(summary)
        if self._clock() - self._last >= _PLAIN_SECONDS:
            self._last = self._clock()
            line = f"{self._done} of {self._files} files, {words}"
            self._console.print(line, highlight=False, soft_wrap=True)
