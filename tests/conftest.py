"""What holds for every test: loopback only, no contact from the environment, no deadlines."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings

Langson = Callable[..., tuple[int, str, str]]

settings.register_profile("project", deadline=None)
settings.load_profile("project")


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches for another machine fails at once."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(str(address[0])):
            raise AssertionError(f"a test wanted to connect to {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(autouse=True)
def no_contact(monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator's own settings do not reach the tests."""
    monkeypatch.delenv("LANGSON_CONTACT", raising=False)
    assert "LANGSON_CONTACT" not in os.environ


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Langson:
    """Run `langson` in this process: exit code, standard output, standard error."""

    from crawler.cli import main  # few test processes need it

    def langson(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["langson", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = capsys.readouterr()
        return int(stopped.value.code or 0), out, err

    return langson
