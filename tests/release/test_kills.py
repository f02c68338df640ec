"""A release that is killed at any point is not there at all, and the next one is whole."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.release.make import Made
from tests.release.dataset import Dataset, contents

# Ends itself at the nth thing that is done below the folder of releases: a file opened, a right taken
# away, a folder made or renamed. Prints how many there were where it is not ended.
_KILLED = """
import os, signal, sys
releases, last, done = sys.argv[2], int(sys.argv[3]), 0
watched = {"open", "os.mkdir", "os.chmod", "os.rename", "os.remove", "shutil.rmtree"}
def look(event, arguments):
    global done
    if event in watched and str(arguments[0]).startswith(releases):
        done += 1
        if done == last:
            os.kill(os.getpid(), signal.SIGKILL)
from crawler.cli.app import app
from typer.testing import CliRunner
sys.addaudithook(look)
done_ = CliRunner().invoke(app, ["release", "--data", sys.argv[1], "--out", releases])
assert done_.exit_code == 0, done_.output
print(done)
"""


def release_until(dataset: Dataset, releases: Path, last: int) -> tuple[int, str]:
    """Make a release that ends itself at a step; 0: none."""
    command = [sys.executable, "-c", _KILLED, str(dataset.folder), str(releases), str(last)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    "often", [pytest.param(5, marks=pytest.mark.drill), pytest.param(10_000, marks=pytest.mark.torture)]
)
def test_killed_anywhere(often: int, dataset: Dataset, made: Made, tmp_path: Path) -> None:
    """Killed at each of so many steps in turn in one folder; then the release is what it always is."""
    code, said = release_until(dataset, tmp_path / "count", 0)
    steps = int(said)
    assert code == 0
    assert steps > 60

    releases = tmp_path / "releases"
    for last in sorted({2, steps, *range(1, steps, max(1, steps // often))}):
        assert release_until(dataset, releases, last)[0] == -signal.SIGKILL
        found = {path.name for path in releases.iterdir()} if releases.exists() else set()
        assert found <= {".lock", ".2026-11-24.part", *(["2026-11-24"] if last == steps else [])}
        if last == steps and "2026-11-24" in found:  # killed behind the renaming: it is whole
            assert contents(releases / "2026-11-24") == contents(made.folder)
            return
    assert release_until(dataset, releases, 0)[0] == 0
    assert contents(releases / "2026-11-24") == contents(made.folder)
    assert {path.name for path in releases.iterdir()} == {".lock", "2026-11-24"}
