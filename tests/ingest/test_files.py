"""Files of every kind as captures: what is read of them, what is refused and how that is named."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from crawler.errors import SettingError
from crawler.store.ingest import Capture
from crawler.store.ingest.address_table import read_table
from crawler.store.ingest.html_files import address_in
from crawler.store.ingest.inputs import Input, Inputs, find_inputs
from crawler.store.ingest.record_lines import problems_of
from tests.ingest.material import (
    PAPER,
    START,
    address,
    capture,
    foreign_record,
    foreign_warc,
    ingest,
    months,
    page,
    records,
    wacz,
)

TWO = [capture(address(1001)), capture(address(1002))]


def read(*paths: Path, table: Path | None = None) -> tuple[list[Capture], list[str]]:
    """The captures of files, and what is wrong with them."""
    inputs, captures, problems = Inputs(table=table), list[Capture](), list[str]()
    for given in find_inputs(paths):
        found = inputs.captures(given) if isinstance(given, Input) else [given]
        for one in found:
            captures.append(one) if isinstance(one, Capture) else problems.append(str(one))
    for one in inputs.rest():
        captures.append(one) if isinstance(one, Capture) else problems.append(str(one))
    return captures, problems


def written(path: Path, content: bytes) -> Path:
    """A file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


# --- WARC -----------------------------------------------------------------------------------------


def plain(captures: list[Capture]) -> bytes:
    """Not packed."""
    return b"".join(map(foreign_record, captures))


@pytest.mark.parametrize(("name", "make"), [("a.warc.gz", foreign_warc), ("a.warc", plain), ("any", plain)])
def test_warc(tmp_path: Path, name: str, make: Callable[[list[Capture]], bytes]) -> None:
    """Packed, plain, or without a name that says so."""
    found, problems = read(written(tmp_path / name, make(TWO)))

    assert [(one.url, one.seen_at, one.body, one.via) for one in found] == [
        (one.url, one.seen_at, one.body, "warc") for one in TWO
    ]
    assert problems == []


def revisit(one: Capture, of: Capture) -> bytes:
    """A record that refers to the body of another."""
    digest = of.digest.partition(" ")[2]
    fields = {"WARC-Type": "revisit", "WARC-Payload-Digest": digest, "WARC-Refers-To-Target-URI": of.url}
    bare = capture(one.url, body=b"", headers=one.headers)
    return gzip.compress(foreign_record(bare, **fields))


def test_a_revisit_before_its_body(tmp_path: Path) -> None:
    """The body of a revisit may stand in a file that is read later; where it is nowhere, it is named."""
    third = capture(address(1003))
    first = written(tmp_path / "1.warc.gz", revisit(TWO[1], TWO[0]) + revisit(third, third))
    second = written(tmp_path / "2.warc.gz", foreign_warc(TWO[:1]))
    found, problems = read(first, second)

    assert [(one.url, one.body) for one in found] == [(one.url, TWO[0].body) for one in TWO]
    [problem] = problems
    assert "1.warc.gz, byte " in problem
    assert "no file given has" in problem


THIRD = foreign_record(capture(address(1003)))
DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda content: content[:-50],
    "a byte": lambda content: content[:-90] + b"!" + content[-89:],
    "no status": lambda content: content + gzip.compress(THIRD.replace(b"1.1 200", b"1.1 \xff")),
    "no date": lambda content: content + gzip.compress(THIRD.replace(b"-Date: 2", b"-Date: x")),
    "noise": lambda content: content + b"\x1f\x8b\x08" + bytes(range(256)),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_warc(tmp_path: Path, damage: str) -> None:
    """What stands before a damage and behind it is read; the damage is named with its file."""
    content = DAMAGES[damage](foreign_warc(TWO)) + foreign_warc([capture(address(1004))])
    path = written(tmp_path / "a.warc.gz", content)
    found, problems = read(path, written(tmp_path / "b.warc.gz", foreign_warc(TWO)))

    assert {one.url for one in found[:-2]} >= {TWO[0].url, address(1004)}
    assert [problem for problem in problems if problem.startswith(str(path))] == problems != []


def test_a_bomb_in_a_warc(tmp_path: Path) -> None:
    """A record of 40 MB of zeros fills no memory: its beginning is read, and refused as cut."""
    big = capture(address(1001), body=bytes(40 * 2**20))
    path = written(tmp_path / "a.warc.gz", gzip.compress(foreign_record(big)) + foreign_warc(TWO[1:]))
    del big
    ends = list[str]()
    ingest(tmp_path / "data", read(path)[0], on_end=lambda one, outcome: ends.append(outcome.reason))

    assert ends == ["too-large", "new"]


def test_a_capture_of_the_future(tmp_path: Path) -> None:
    """A record dated in the future is named and left out: it would be the newest reading for ever."""
    late = capture(address(1001), 30_000)
    path = written(tmp_path / "a.warc.gz", foreign_warc([late, *TWO[1:]]))
    ends = list[str]()
    ingest(tmp_path / "data", read(path)[0], on_end=lambda one, outcome: ends.append(outcome.reason))

    assert ends == ["future", "new"]


def test_headers_by_the_thousand(tmp_path: Path) -> None:
    """A response of 10,000 headers is a page as any other."""
    headers = (
        ("Content-Type", "text/html"),
        *((f"X-Dài-{n}".encode().decode("latin-1"), "x" * 20) for n in range(10_000)),
    )
    path = written(tmp_path / "a.warc.gz", foreign_warc([capture(address(1001), headers=headers)]))
    done = ingest(tmp_path / "data", read(path)[0])

    assert (done.code, done.new) == (0, 1)


# --- WACZ -----------------------------------------------------------------------------------------


def test_wacz(tmp_path: Path) -> None:
    """Each archive in it is read; digests that fit say nothing."""
    packed = wacz({"1.warc.gz": foreign_warc(TWO[:1]), "2.warc.gz": foreign_warc(TWO[1:])})
    found, problems = read(written(tmp_path / "a.wacz", packed))

    assert [(one.url, one.body) for one in found] == [(one.url, one.body) for one in TWO]
    assert found[0].source["file"] == f"{tmp_path}/a.wacz!archive/1.warc.gz"
    assert problems == []


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as packed:
        for name, content in members.items():
            packed.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


WARC = foreign_warc(TWO)
PACKAGE = {"datapackage.json": b'{"resources": []}'}
HOSTILE_WACZ = {
    "a wrong digest": (wacz({"1.warc.gz": WARC}, digests={"1.warc.gz": "sha256:00"}), 2, "digest"),
    "outside": (zipped({"archive/../../../tmp/1.warc.gz": WARC, **PACKAGE}), 0, "outside"),
    "absolute": (zipped({"/archive/1.warc.gz": WARC, **PACKAGE}), 0, "outside"),
    "a bomb": (
        zipped({"archive/1.warc.gz": bytes(10**8), **PACKAGE}, zipfile.ZIP_DEFLATED),
        0,
        "would unpack",
    ),
    "no package": (zipped({"archive/1.warc.gz": WARC}), 2, "datapackage.json"),
    "a broken package": (zipped({"archive/1.warc.gz": WARC, "datapackage.json": b"[" * 10**5}), 2, "cannot"),
    "nothing": (zipped(PACKAGE), 0, "no archive/"),
    "no zip": (b"PK\x03\x04" + bytes(99), 0, "no zip file"),
    "cut": (wacz({"1.warc.gz": WARC})[:-200], 0, "no zip file"),
}


@pytest.mark.parametrize("name", HOSTILE_WACZ)
def test_hostile_wacz(tmp_path: Path, name: str) -> None:
    """What is refused or damaged is named; what can be read is; nothing is written outside."""
    content, captures, said = HOSTILE_WACZ[name]
    before = sorted(Path("/tmp").glob("*.warc.gz"))
    found, problems = read(written(tmp_path / "a.wacz", content))

    assert len(found) == captures
    assert any(said in problem and "a.wacz" in problem for problem in problems), problems
    assert sorted(Path("/tmp").glob("*.warc.gz")) == before


# --- saved pages ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (f'<link rel="canonical" href="{PAPER}/chinh-tri/5314-a.html">', f"{PAPER}/chinh-tri/5314-a.html"),
        (f"<LINK HREF='{PAPER}/?p=5314&amp;x=1' REL=canonical>", f"{PAPER}/?p=5314&x=1"),
        (f"<!-- saved from url=(0042){PAPER}/chinh-tri/5314-a.html -->", f"{PAPER}/chinh-tri/5314-a.html"),
        ('<link rel="canonical" href="/chinh-tri/5314-a.html">', None),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
        ('<link rel="stylesheet" href="https://baolangson.vn/a.css">', None),
        ("<title>Không có gì</title>", None),
        ("<link " * 200_000, None),
    ],
)
def test_address_in_a_page(head: str, expected: str | None) -> None:
    """The browser's comment or the canonical link says where a page is from; nothing else does."""
    assert address_in(f"<!doctype html><html><head>{head}</head>".encode()) == expected


def test_a_folder_of_pages(tmp_path: Path) -> None:
    """Address and moment from the table, else from the page and of the file; names in any encoding."""
    folder = tmp_path / "trang"
    written(folder / "a" / "một.html", page(1001))
    told = page(1002).replace(b"<title>", f'<link rel="canonical" href="{address(1002)}"><title>'.encode())
    own = written(Path(os.fsdecode(os.fsencode(folder) + b"/b\xe9.htm")), told)
    os.utime(own, (START.timestamp(), START.timestamp()))
    written(folder / "không.html", page(1003))
    table = written(
        folder / "urls.csv", f"file,url,fetched_at\na/một.html,{address(1001)},2022-10-07\n".encode()
    )
    os.symlink(folder, folder / "a" / "vòng")
    found, problems = read(folder, table=table)

    found.sort(key=lambda one: one.url)
    assert [(one.url, one.seen_at) for one in found] == [
        (address(1001), "2022-10-07T00:00:00+07:00"),
        (address(1002), START.isoformat()),
    ]
    assert [one.source["fetched_at"] for one in found] == ["table", "time of the file's last change"]
    [problem] = problems
    assert "không.html: says nowhere which address" in problem
    assert ingest(tmp_path / "data", found).new == 2


def test_a_page_of_50_megabytes(tmp_path: Path) -> None:
    """It is no page: it is named, and not read."""
    path = tmp_path / "to.html"
    with path.open("wb") as file:
        file.truncate(50 * 10**6)

    assert read(path) == ([], [f"{path}: is too large: 50000000 bytes, a page has {8 * 2**20} at most"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("file,address\na,b\n", "no column url"),
        ("file,url\na.html,/chinh-tri\n", "line 2"),
        (f"file,url,fetched_at\na.html,{PAPER}/x,gestern\n", "no time"),
        ("\xff\xfe", "table"),
    ],
)
def test_a_table_that_makes_no_sense(tmp_path: Path, text: str, said: str) -> None:
    """It is refused before anything is done, with its line."""
    with pytest.raises(SettingError, match=said):
        read_table(written(tmp_path / "t.csv", text.encode("latin-1")))


# --- JSON lines -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A record as it was published."""
    data = tmp_path_factory.mktemp("line")
    ingest(data, TWO[:1])
    [text] = months(data).values()
    return text.rstrip(b"\n")


EDITS = [
    ('"schema":"article/1"', '"schema":"article/2"', "its schema is 'article/2'"),
    ('"title":"Hội', '"title":"Đại hội', "content_hash"),
    ('"view_count":7,', '"view_count":70,', "view_count is not"),
    ('"published_at":"2022-10-05', '"published_at":"2022-10-06', "published_at is not"),
    ('"authors":[]', '"authors":["Ai Đó"]', "content_hash"),
    ('"source":null', '"source":"Báo khác"', "authors or source"),
    ('"id":"1001"', '"id":"1002"', "id '1002'"),
    ("https://baolangson.vn/chinh-tri/1001", "https://example.org/chinh-tri/1001", "no article's address"),
    ('"tags":[]', '"tags":{}', "schema"),
    ('"fetched_at":"2022-10-06T09:00:00+07:00"', '"fetched_at":"2022-10-06T09:00:00"', "no zone"),
    ('"fetched_at":"2022', '"fetched_at":"gestern 2022', "cannot be read"),
    ('"schema"', '"schema":"article/1","schema"', "not written as"),
    ('{"schema"', '[{"schema"', "no record"),
]


def test_a_line_as_it_was(line: bytes, tmp_path: Path) -> None:
    """A record that nobody edited is taken as it is, `crawl.via` included."""
    found, problems = read(written(tmp_path / "a.jsonl", line + b"\n\n" + line))
    ingest(tmp_path / "data", found)

    assert problems == []
    assert list(months(tmp_path / "data").values()) == [line + b"\n"]


@pytest.mark.parametrize(("old", "new", "said"), EDITS)
def test_an_edited_line(line: bytes, old: str, new: str, said: str, tmp_path: Path) -> None:
    """It is refused, with its number and what is wrong."""
    edited = line.replace(old.encode(), new.encode())
    assert edited != line, line.decode()
    _, [problem] = read(written(tmp_path / "a.jsonl", b"\n" + edited + b"\n"))

    assert problem.startswith(f"{tmp_path}/a.jsonl, line 2: ")
    assert said in problem
    assert next(problems_of(edited))


def test_a_record_beside_pages(line: bytes, tmp_path: Path) -> None:
    """A record given without its page is a reading as any other: later pages revise it."""
    record = json.loads(line)
    [given], _ = read(written(tmp_path / "a.jsonl", line))
    later = capture(address(1001), 4, body=page(1001, words="mới"))
    ingest(tmp_path / "data", [later, given])
    [kept] = records(tmp_path / "data")

    assert datetime.fromisoformat(kept["crawl"]["fetched_at"]) == later.captured_at
    assert kept["crawl"]["revision"] == record["crawl"]["revision"] + 1


# --- what is no input -----------------------------------------------------------------------------


def test_what_is_no_input(tmp_path: Path) -> None:
    """Each is named; the others are read."""
    empty, text = tmp_path / "trống", written(tmp_path / "a.txt", b"x")
    empty.mkdir()
    os.symlink(tmp_path / "b", tmp_path / "a")
    os.symlink(tmp_path / "a", tmp_path / "b")
    found, problems = read(
        empty, text, tmp_path / "none", tmp_path / "a", written(tmp_path / "c.warc", plain(TWO))
    )

    assert len(found) == 2
    assert [problem.removeprefix(f"{tmp_path}/").partition(":")[0] for problem in problems] == [
        "trống", "a.txt", "none", "a",
    ]  # fmt: skip
