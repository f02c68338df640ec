"""The bundle: the same findings from it, nothing in it that names who asked; what is no bundle is refused."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from crawler.archive.exchange import Exchange
from crawler.errors import StoreError
from crawler.report.doctor.answers import read_answer
from crawler.report.doctor.bundle import PAGES, REPORT, TEXT, read_bundle, scrubbed, write_bundle
from crawler.report.doctor.diagnosis import diagnose
from crawler.report.doctor.evidence import read_evidence
from crawler.report.doctor.words import markdown
from tests.doctor.altered import NOW, in_layout, visit


def written(path: Path) -> Path:
    """A bundle of a visit to an altered site."""
    evidence, diagnosis = visit(in_layout(stamp=""))
    report = {**diagnosis.to_json(), "evidence": evidence.to_json()}
    write_bundle(path, evidence.exchanges, report, markdown(diagnosis), NOW)
    return path


def test_the_same_findings(tmp_path: Path) -> None:
    """Read again from the bundle, everything is judged as it was."""
    _, first = visit(in_layout(stamp=""))
    bundle = read_bundle(written(tmp_path / "b.zip"))
    evidence = read_evidence(bundle.told, bundle.exchanges)
    answers = [read_answer(exchange, evidence.place) for exchange in evidence.exchanges]

    assert diagnose(evidence.place, answers, evidence.asked).to_json() == first.to_json()


def test_what_is_in_it(tmp_path: Path) -> None:
    """Three files: every exchange, the report for programs, the report for people."""
    with zipfile.ZipFile(written(tmp_path / "new" / "b.zip")) as file:
        report = json.loads(file.read(REPORT))
        text = file.read(TEXT).decode()
        assert sorted(file.namelist()) == sorted([PAGES, REPORT, TEXT])

    assert report["schema"] == "doctor/1"
    assert report["exit_code"] == 9
    assert "PROBLEM: No date of publication" in text
    assert list(tmp_path.glob("new/*")) == [tmp_path / "new" / "b.zip"]


def test_nothing_names_who_asked() -> None:
    """Contact, cookies and credentials are left out; everything else stays."""
    agent = "langson/0.1.0 (research crawler of political news; contact: desk@example.org)"
    exchange = Exchange(
        url="http://127.0.0.1/chinh-tri",
        fetched_at=NOW,
        request_headers=(("User-Agent", agent), ("Cookie", "a=1"), ("Authorization", "b"), ("Accept", "c")),
        status=200,
        headers=(("Set-Cookie", "sid=123"), ("ETag", '"1"')),
        body=b"<p>",
        note={"asked": "http://127.0.0.1/chinh-tri", "robots": "permission: N.N., 2026-11-01"},
    )
    clean = scrubbed(exchange)

    assert clean.request_headers == (
        ("User-Agent", agent.replace("desk@example.org", "[left out]")),
        ("Accept", "c"),
    )
    assert clean.headers == (("Set-Cookie", "[left out]"), ("ETag", '"1"'))
    assert clean.note == {"asked": "http://127.0.0.1/chinh-tri"}
    assert clean.body == exchange.body


@pytest.mark.parametrize(
    "parts",
    [
        None,
        {},
        {REPORT: b"{}", PAGES: b""},
        {REPORT: b'{"schema": "doctor/9"}', PAGES: b""},
        {REPORT: b"[]", PAGES: b""},
        {REPORT: b'{"schema": "doctor/1", "evidence": {}}', PAGES: b"no archive"},
        {REPORT: b"not json", PAGES: b""},
    ],
)
def test_no_bundle(tmp_path: Path, parts: dict[str, bytes] | None) -> None:
    """What is none is refused in one sentence that names the file."""
    path = tmp_path / "b.zip"
    if parts is None:
        path.write_bytes(b"PK\x03\x04 no zip")
    else:
        with zipfile.ZipFile(path, "w") as file:
            for name, data in parts.items():
                file.writestr(name, data)
    with pytest.raises(StoreError) as caught:
        read_bundle(path)

    assert str(caught.value).startswith(f"{path}: ")
