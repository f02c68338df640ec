"""An empty paper for the tests of whole crawls; who needs another one has a fixture of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.rim.site import Site, served


@pytest.fixture
def site() -> Iterator[Site]:
    """An empty paper on loopback."""
    with served(Site()) as running:
        yield running
