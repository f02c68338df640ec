"""An ingest that is killed: `python -m tests.ingest.killed DATA POINT NUMBER` dies the n-th time it is there.

It takes the captures of `test_order.POOL` in an order that the point's name gives.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from random import Random

from crawler.archive import steps
from tests.ingest.material import ingest
from tests.ingest.test_order import POOL


def main() -> None:
    """Run it."""
    data, point, number = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    times = 0

    def observe(name: str) -> None:
        nonlocal times
        times += name == point
        if name == point and times == number:
            os.kill(os.getpid(), signal.SIGKILL)

    steps.observer = observe
    ingest(data, Random(point).sample(POOL, len(POOL)), durable=True)


if __name__ == "__main__":
    main()
