"""`langson reextract` where its extra is not installed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from crawler.cli import main


@pytest.mark.parametrize("out", [False, True])
def test_no_folder_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], out: bool
) -> None:
    """One line says what to install, and nothing is made."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "distributed", None)  # as if it could not be found
    Path("pages.warc.gz").write_bytes(b"")
    where = ["--out", "there"] if out else []
    monkeypatch.setattr(sys, "argv", ["langson", "reextract", "pages.warc.gz", *where])
    with pytest.raises(SystemExit) as stopped:
        main()

    assert stopped.value.code == 2
    assert "dask.distributed is not installed" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["pages.warc.gz"]
