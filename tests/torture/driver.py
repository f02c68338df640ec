"""`langson` with an observer at the named points: it counts them, and ends the process at one of them.

Started as a program: TORTURE_COUNTS is a file that gets a line for each point reached, TORTURE_POINT the
point and TORTURE_PASSAGE at which of its passages to end, by SIGKILL, as a pulled plug ends a process.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from crawler.archive import steps
from crawler.cli import main

_counts: Counter[str] = Counter()
_file = os.open(os.environ["TORTURE_COUNTS"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
_ends_at = (os.environ.get("TORTURE_POINT"), int(os.environ.get("TORTURE_PASSAGE", "1")))


def observe(point: str) -> None:
    """Note a point before anything else; end here where it is asked for."""
    _counts[point] += 1
    os.write(_file, f"{point}\n".encode())
    if (point, _counts[point]) == _ends_at:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    steps.observer = observe
    main()
