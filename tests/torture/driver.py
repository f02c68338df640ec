"""`langson` with an observer at the named points: it counts them, and ends the process at one of them.

Started as a program: TORTURE_COUNTS is a file that gets a line for each point reached, TORTURE_POINT the
point and TORTURE_PASSAGE at which of its passages to end, by SIGKILL, as a pulled plug ends a process.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from crawler.archive import steps
from crawler.cli import main


def observer(file: int, point: str | None, passage: int) -> Callable[[str], None]:
    """Note each point before anything else; end the process where it is asked for.

    Args:
        file: Gets a line for each point reached.
        point: Where to end, or None.
        passage: At which of its passages.
    """
    counts: Counter[str] = Counter()

    def observe(reached: str) -> None:
        counts[reached] += 1
        os.write(file, f"{reached}\n".encode())
        if (reached, counts[reached]) == (point, passage):
            os.kill(os.getpid(), signal.SIGKILL)

    return observe


if __name__ == "__main__":
    steps.observer = observer(
        os.open(os.environ["TORTURE_COUNTS"], os.O_WRONLY | os.O_CREAT | os.O_APPEND),
        os.environ.get("TORTURE_POINT"),
        int(os.environ.get("TORTURE_PASSAGE", "1")),
    )
    main()
