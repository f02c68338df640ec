"""A call in a child: one that takes too long or too much is ended, the next one runs."""

from __future__ import annotations

import time

import pytest

from crawler.workers.confined import CallEndedError, ConfinedCalls


def test_calls() -> None:
    """The child of an ended call is replaced."""
    with ConfinedCalls(seconds=1.0) as calls:
        assert calls.call(len, "abc") == 3
        with pytest.raises(CallEndedError, match="more than 1 seconds"):
            calls.call(time.sleep, 60)
        assert calls.call(len, "abcd") == 4
        with pytest.raises(CallEndedError, match="memory"):
            calls.call(bytes, 4 * 2**30)
        assert calls.call(len, "a") == 1
