"""What `langson browse` answers, asked without a browser: pages, exports, and who may ask."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("datasette")

import httpx

from crawler.browse.guard import App
from crawler.browse.server import bound, make_app
from crawler.errors import SettingError
from crawler.search.folder import refreshed
from tests.search.library import HOSTILE, LATER, LIBRARY, article, bury, save

HOST = "127.0.0.1:8001"
ENDLESS = "with recursive c(n) as (select 1 union all select n + 1 from c) select count(*) from c"
Get = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library; one of its articles was changed, one is gone."""
    tmp_path = tmp_path_factory.mktemp("data")
    first = LIBRARY[0]
    crawl = replace(first.crawl, fetched_at=LATER, content_hash="0" * 64)
    save(tmp_path, *LIBRARY, replace(first, title="Chợ phiên Đồng Đăng mở lại", view_count=512, crawl=crawl))
    bury(tmp_path, 1004)
    refreshed(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def app(kept: Path) -> App:
    """What serves it."""
    return make_app(refreshed(kept), kept, images=False)


@pytest.fixture
def get(app: App) -> Get:
    """Ask it."""
    return asker(app)


LARGE = "with recursive c(n) as (select 1 union all select n + 1 from c limit 900)"


def asker(app: App) -> Get:
    """Give a function that asks an application."""

    def ask(path: str, *, method: str = "GET", host: str = HOST, **parameters: Any) -> httpx.Response:
        told = {"host": host, **parameters.pop("headers", {})}

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as client:
                return await client.request(method, path, params=parameters or None, headers=told)

        return asyncio.run(send())

    return ask


@pytest.mark.parametrize(
    "query",
    [
        *(
            '"',
            '"""',
            "NEAR(",
            'NEAR("a" "b", 5)',
            "*",
            "a*b*",
            "(((",
            "^",
            "title:",
            "AND OR NOT",
            "-",
            "--",
        ),
        *(
            "'; DROP TABLE articles; --",
            "\x00",
            "🙂" * 50,
            "a" * 10_000,
            "từ " * 3_000,
            "{{ 7*7 }}",
            "%00",
            "\ud7ff",
        ),
    ],
)
def test_hostile_queries(get: Get, query: str) -> None:
    """Whatever is asked, the page of the search answers, and shows the query as text."""
    answer = get("/", q=query)

    assert answer.status_code == 200
    assert '<input id="q"' in answer.text
    assert ">49<" not in answer.text


@pytest.mark.parametrize(
    "parameters",
    [
        {"page": "-1"},
        {"page": "99999999999999999999"},
        {"page": "x"},
        {"sort": "score; DROP TABLE articles"},
        {"section": "' OR 1=1"},
        {"since": "31/12/2026"},
        {"since": "2026-12-31", "until": "2026-01-01"},
        {"until": "9999-12-31"},
        {"since": "99999d"},
        {"tag": ["x"] * 500},
    ],
)
def test_hostile_parameters(get: Get, parameters: dict[str, Any]) -> None:
    """What cannot be read is left out, and told where it matters."""
    answer = get("/", **parameters)

    assert answer.status_code == 200
    assert ("cannot read" in answer.text) == (parameters.get("since") == "31/12/2026")


def test_html_of_a_title_is_text(get: Get) -> None:
    """Nothing that a page of the paper holds becomes markup of ours."""
    for path in ("/", "/?q=script", "/article/main/1005", "/article/main/1005/history", "/data/articles"):
        page = get(path).text
        assert "<script>document" not in page
        assert "<img src=x" not in page
        assert "document.title=&#39;owned&#39;" in page


def test_no_address_of_an_article_runs(get: Get) -> None:
    """An image at `javascript:…` is no link."""
    page = get("/article/main/1006").text

    assert 'href="https://baolangson.vn/na.jpg"' in page
    assert "javascript:alert(1)" in page
    assert 'href="javascript' not in page
    assert "<img" not in page


def test_images_are_shown_on_request_only(kept: Path) -> None:
    """`--images`: then the browser may ask the paper's servers for them, and nothing else."""
    answer = asker(make_app(refreshed(kept), kept, images=True))("/article/main/1006")

    assert '<img src="https://baolangson.vn/na.jpg" alt="Vườn na trên núi đá"' in answer.text
    assert 'javascript:alert(1)"' not in answer.text
    assert "img-src 'self' https: http:" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/", "/article/main/1001", "/article/main/1001/history", "/article/main/9"])
def test_no_script_may_run(get: Get, path: str) -> None:
    """Our pages have none; nothing is asked of another machine."""
    answer = get(path)

    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy
    assert "<script" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8001", 200),
        ("localhost", 200),
        ("LOCALHOST:9", 200),
        ("evil.example", 403),
        ("127.0.0.1.evil.example:8001", 403),
        ("localhost.evil.example", 403),
        ("192.168.1.5:8001", 403),
        ("", 403),
    ],
)
def test_names_that_are_answered(get: Get, host: str, status: int) -> None:
    """A page elsewhere that lets its own name point to this machine (DNS rebinding) reads nothing."""
    answer = get("/data/articles.json", host=host)

    assert answer.status_code == status
    assert ("main/1001" in answer.text) == (status == 200)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_can_be_changed(get: Get, method: str) -> None:
    """Only GET and HEAD are answered."""
    assert get("/", method=method).status_code == 405
    assert get("/-/logout", method=method).status_code == 405


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM articles",
        "ATTACH '/tmp/x.db' AS x",
        "PRAGMA writable_schema = 1",
        "select load_extension('x')",
        "select writefile('/tmp/x', 'x')",
        pytest.param(ENDLESS, marks=pytest.mark.drill),  # as long as a query may take
    ],
)
def test_sql_has_limits(kept: Path, get: Get, sql: str) -> None:
    """What writes, reaches for other files or never ends is refused; the index stays as it is."""
    before = (kept / "browse.sqlite").read_bytes()

    answer = get("/data.json", sql=sql)

    assert answer.status_code == 400
    assert (kept / "browse.sqlite").read_bytes() == before


@pytest.mark.parametrize(
    "sql",
    [
        "select printf('%.*c', 900000000, 'x')",
        "select randomblob(999999999)",
        "select hex(zeroblob(4000000))",
        f"{LARGE} select zeroblob(1000000) from c",
        f"{LARGE} select group_concat(printf('%.*c', 100000, 'x')) from c",
        f"select {', '.join(['1'] * 65)}",
        " union all ".join(["select 1"] * 51),
    ],
)
def test_an_answer_has_a_size(get: Get, sql: str) -> None:
    """A value far above the longest record, and rows that are too much together, are refused."""
    assert get("/data.json", sql=sql).status_code == 400


def test_the_longest_record_is_an_answer(tmp_path: Path) -> None:
    """The limit of a value follows from the index: what it holds can be read, in tables and exports."""
    long = "Chợ phiên. " * 300_000
    save(tmp_path, article(1, "Dài", long), article(2, "Ngắn", "Chợ họp."))
    get = asker(make_app(refreshed(tmp_path), tmp_path, images=False))

    answer = get("/data.json", sql="select text from texts order by n")

    assert max(len(row[0]) for row in answer.json()["rows"]) == len(long)
    assert len(get("/search.json", q="chợ").json()) == 2
    assert len(get("/", q="chợ").text) < 20_000


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/data/articles?_sort=x'", (400, 500)),
        ("/data/-/query.json?sql=select+1", (400, 404, 500)),
        ("/data.json?sql=select+%22a%0Ab", (400,)),
        ("/data/articles?_where=x%27", (400, 500)),
        ("/nothing", (404,)),
    ],
)
def test_a_wrong_address_prints_no_traceback(
    get: Get,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    path: str,
    status: tuple[int, ...],
) -> None:
    """At most one line is shown on the terminal, whatever a browser asks for."""
    answer = get(path)
    shown = capfd.readouterr()

    assert answer.status_code in status
    assert (shown.out + shown.err).count("\n") + len(caplog.messages) <= 1
    assert not any("\n" in message for message in caplog.messages)


def test_a_fault_of_ours_is_one_line(
    get: Get,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is told with its address, in a page and on the terminal."""

    def broken(*_: Any) -> None:
        raise ValueError("two\nlines")

    monkeypatch.setattr("crawler.browse.views.article_context", broken)
    answer = get("/article/main/1001.json")

    assert (answer.status_code, answer.json()["error"]) == (500, "two\nlines")
    assert caplog.messages == [r"browse: '/article/main/1001.json': ValueError('two\nlines')"]
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize(
    ("site", "mode", "dest", "status"),
    [
        (None, None, None, 200),
        ("none", "navigate", "document", 200),
        ("same-origin", "no-cors", "style", 200),
        ("cross-site", "navigate", "document", 200),
        ("cross-site", "navigate", "iframe", 403),
        ("cross-site", "navigate", None, 403),
        ("cross-site", "no-cors", "image", 403),
        ("cross-site", "no-cors", "document", 403),
        ("Cross-Site", "cors", "empty", 403),
    ],
)
def test_pages_of_other_sites(
    get: Get, site: str | None, mode: str | None, dest: str | None, status: int
) -> None:
    """They may link here, but not let this machine work behind the reader's back."""
    told = {"sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": dest}
    headers = {name: value for name, value in told.items() if value is not None}

    assert get("/data/articles.json", headers=headers).status_code == status


def test_no_other_database(get: Get) -> None:
    """SQL is answered on the index only."""
    assert get("/_memory.json", sql="select 1").status_code == 404


def test_the_file_cannot_be_taken(get: Get) -> None:
    """Datasette's download of the database is off."""
    assert get("/data.db").status_code in (403, 404)


def test_csv_has_every_hit(get: Get) -> None:
    """All hits, not one page of them, in the page's order, with the text."""
    answer = get("/search.csv", sort="oldest")
    rows = list(csv.DictReader(io.StringIO(answer.text)))

    assert answer.headers["content-disposition"] == 'attachment; filename="langson-search.csv"'
    assert [row["id"] for row in rows] == ["1005", "1003", "1001", "1002", "1004", "1006"]
    assert rows[0]["title"] == HOSTILE
    assert rows[0]["text"].startswith("'=1+1\n")  # no formula for a spreadsheet
    assert rows[2]["tags"] == "chợ phiên; cửa khẩu"
    assert rows[1]["documents"] == "Chỉ thị 05-CT/TW"


def test_json_and_records(get: Get) -> None:
    """JSON has lists as lists; JSON lines are the records of the dataset, byte for byte."""
    found = json.loads(get("/search.json", q="chợ", section="kinh-te").text)
    [record] = map(json.loads, get("/search.jsonl", q="chợ", section="kinh-te").text.splitlines())

    assert [one["tags"] for one in found] == [["chợ phiên", "cửa khẩu"]]
    assert record == json.loads(get("/article/main/1001.json").text)
    assert json.loads(get("/search.json", q="zzz").text) == []


def test_exports_of_more_than_one_part(tmp_path: Path) -> None:
    """They are put together from several readings."""
    save(tmp_path, *(article(number, f"Bài {number}", "Văn bản.") for number in range(1, 452)))
    get = asker(make_app(refreshed(tmp_path), tmp_path, images=False))

    assert len(json.loads(get("/search.json").text)) == 451
    assert len(get("/search.csv").text.splitlines()) == 452
    assert len({json.loads(line)["id"] for line in get("/search.jsonl").text.splitlines()}) == 451


def test_missing_article(get: Get) -> None:
    """It is said, with a way on."""
    answer = get("/article/main/9")

    assert answer.status_code == 404
    assert "No such article" in answer.text
    assert get("/article/main/9/history").status_code == 404


def test_gone_article(get: Get) -> None:
    """What the paper has no more is marked, in the list and on its page."""
    assert "does not have this article any more" in get("/article/main/1004").text
    assert "gone from the paper" in get("/", q="khoá cửa").text


def test_a_change_of_the_folder_is_told(tmp_path: Path) -> None:
    """The pages go on showing what was read, and say that there is more."""
    save(tmp_path, *LIBRARY)
    get = asker(make_app(refreshed(tmp_path), tmp_path, images=False))
    assert "has changed since" not in get("/").text
    save(tmp_path, article(3000, "Bài mới nhất"))

    page = get("/").text

    assert "has changed since" in page
    assert "Bài mới nhất" not in page


def test_an_empty_folder(tmp_path: Path) -> None:
    """A state without articles gives a page that says so."""
    save(tmp_path)
    get = asker(make_app(refreshed(tmp_path), tmp_path, images=False))

    assert "No article was found" in get("/").text
    assert get("/search.csv").text.count("\n") == 1


def test_a_taken_port() -> None:
    """The line says which, and what to do."""
    with bound(0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(SettingError, match=f"port {port} cannot be used .*; give another with --port"):
            bound(port)
