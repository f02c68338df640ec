"""pywb, a real web archive, on this machine: installed into an environment of its own, filled, served.

It needs its own environment: its pins (Flask, gevent, an old Jinja) are not ours. `python -m
tests.web_archives.pywb_server` makes it in `build/pywb`; the tests skip where it is missing.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACE = Path(__file__).parents[2] / "build" / "pywb"
COLLECTION = "paper"
_SECONDS = 90.0


def binaries() -> Path | None:
    """Where pywb's commands are: the folder that PYWB_BIN names, or `build/pywb/bin`; None: nowhere."""
    places = (Path(os.environ.get("PYWB_BIN", PLACE / "bin")), PLACE / "bin")
    return next((place for place in places if (place / "wayback").exists()), None)


def install() -> None:
    """Make the environment."""
    venv.create(PLACE, with_pip=True, clear=True)
    subprocess.run([PLACE / "bin" / "pip", "install", "--quiet", "pywb>=2.10,<3"], check=True)


@contextmanager
def pywb(folder: Path, warc: Path) -> Iterator[str]:
    """Serve a WARC file by pywb.

    Args:
        folder: An empty folder for its collection.
        warc: The file.

    Yields:
        The address of its collection: the index is at `/cdx` below, replays are below itself.
    """
    place = binaries()
    assert place is not None, "pywb is not installed"
    for command in (["init", COLLECTION], ["add", COLLECTION, str(warc)]):
        subprocess.run([place / "wb-manager", *command], cwd=folder, check=True, capture_output=True)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    command = [str(place / "wayback"), "-b", "127.0.0.1", "-p", str(port), "-t", "2"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            base = f"http://127.0.0.1:{port}/{COLLECTION}"
            _wait(f"{base}/cdx?url=x.vn", server)
            yield base
        finally:
            server.kill()
            server.wait()


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until it answers."""
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=10).close()
        except urllib.error.HTTPError as error:
            error.close()
        except OSError:
            time.sleep(0.2)
            continue
        return
    raise AssertionError("pywb does not answer")


if __name__ == "__main__":
    install()
    sys.exit(0 if binaries() else 1)
