"""Redirects end after five hops, and nothing secret goes along."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.rim.asker import Asked, ask
from tests.rim.wire import Script, Wire, answer, head, moved, raw, wired

SECRETS = {
    "Authorization": "Basic eA==",
    "Cookie": "sid=1",
    "X-Api-Key": "k",
    "X-Requested-With": "XMLHttpRequest",
}


def two_locations(one: str, other: str) -> Script:
    """A redirect with two targets."""
    return raw(head(0, 302, location=one)[:-2] + f"Location: {other}\r\n\r\n".encode())


SCRIPTS: dict[str, Script] = {
    "/page": answer(),
    "/tin-t%E1%BB%A9c": answer(),
    "/a/b": moved("../page"),
    "/query": moved("page?a=1"),
    "/relative": moved("page"),
    "/absolute-path": moved("/page"),
    "/fragment": moved("/page"),
    "/non-ascii": raw(
        "HTTP/1.1 302 Found\r\nLocation: /tin-tức\r\nContent-Length: 0\r\n\r\n".encode(), keep=True
    ),
    "/spaces": moved(" /page "),
    "/same-twice": two_locations("/page", "/page"),
    "/301": moved("/page", 301),
    "/303": moved("/page", 303),
    "/307": moved("/page", 307),
    "/308": moved("/page", 308),
    **{f"/hop{n}": moved(f"/hop{n - 1}") for n in range(1, 7)},
    "/hop0": answer(),
    "/self": moved("/self"),
    "/self-fragment": moved("/self-fragment#a"),
    "/ping": moved("/pong"),
    "/pong": moved("/ping"),
    "/empty": moved(""),
    "/none": answer(b"", 302),
    "/two": two_locations("/page", "/hop0"),
    "/file": moved("file:///etc/passwd"),
    "/data": moved("data:text/html,x"),
    "/script": moved("javascript:alert(1)"),
    "/ftp": moved("ftp://127.0.0.1/"),
    "/bracket": moved("http://[::1/"),
    "/port": moved("http://127.0.0.1:99999999/"),
    "/refresh": answer(b'<html><meta http-equiv="refresh" content="0;url=/page"></html>'),
    "/300": answer(b"", 300, location="/page"),
}


async def infinite(seen: object, writer: object) -> bool:
    """A new address behind every address."""
    path = getattr(seen, "path", "")
    return await moved(f"{path}1")(seen, writer)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def asked() -> Iterator[tuple[Asked, Wire]]:
    """All of them asked in one crawl."""
    with wired(Wire({**SCRIPTS}, fallback=infinite)) as wire:
        wire.scripts["/other-scheme-host"] = moved(f"//{wire.url.partition('//')[2]}/page")
        paths = [*SCRIPTS, "/other-scheme-host", "/inf"]
        yield ask([f"{wire.url}{path}" for path in paths], CONCURRENT_REQUESTS=1), wire


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/a/b", "/page"),
        ("/query", "/page?a=1"),
        ("/relative", "/page"),
        ("/absolute-path", "/page"),
        ("/spaces", "/page"),
        ("/same-twice", "/page"),
        ("/non-ascii", "/tin-t%E1%BB%A9c"),
        ("/301", "/page"),
        ("/303", "/page"),
        ("/307", "/page"),
        ("/308", "/page"),
        ("/other-scheme-host", "/page"),
        ("/hop5", "/hop0"),
        ("/fragment", "/page"),
    ],
)
def test_followed(asked: tuple[Asked, Wire], path: str, target: str) -> None:
    """Every way to write a target; the addresses on the way are kept."""
    said, wire = asked
    assert said.ends[path]["status"] == 200, said.ends[path]
    assert said.ends[path]["url"] == wire.url + target
    assert said.ends[path]["hops"][0] == wire.url + path


@pytest.mark.parametrize(
    ("path", "reason", "requests"),
    [
        ("/self", "redirect-loop", 1),
        ("/self-fragment", "redirect-loop", 1),
        ("/hop6", "redirect-loop", 2),
        ("/empty", "redirect-nowhere", 1),
        ("/none", "redirect-nowhere", 1),
        ("/two", "redirect-ambiguous", 1),
        ("/file", "redirect-scheme", 1),
        ("/data", "redirect-scheme", 1),
        ("/script", "redirect-scheme", 1),
        ("/ftp", "redirect-scheme", 1),
        ("/bracket", "redirect-nowhere", 1),
        ("/port", "redirect-nowhere", 1),
        ("/300", "http-300", 1),
    ],
)
def test_not_followed(asked: tuple[Asked, Wire], path: str, reason: str, requests: int) -> None:
    """A final end with its reason; nothing more is asked, and it is not tried again."""
    said, wire = asked
    assert (said.ends[path]["reason"], said.ends[path]["wait"]) == (reason, None), said.ends[path]
    if path != "/hop6":
        assert wire.paths().count(path) == requests


def test_circles(asked: tuple[Asked, Wire]) -> None:
    """A leads to B leads to A: two requests for each of the two addresses that were given."""
    said, wire = asked
    assert said.ends["/ping"]["reason"] == said.ends["/pong"]["reason"] == "redirect-loop"
    assert (
        sorted(path for path in wire.paths() if path in ("/ping", "/pong")) == ["/ping"] * 2 + ["/pong"] * 2
    )


def test_ever_new_addresses(asked: tuple[Asked, Wire]) -> None:
    """Five hops, then the end; every address on the way is said."""
    said, wire = asked
    ways = [path for path in wire.paths() if path.startswith("/inf")]
    assert len(ways) == 6
    assert said.ends["/inf"]["reason"] == "redirect-loop"
    assert len(said.ends["/inf"]["hops"]) == 5
    assert "-> " in said.ends["/inf"]["detail"]


def test_meta_refresh(asked: tuple[Asked, Wire]) -> None:
    """A page's own refresh is not followed."""
    said, _ = asked
    assert said.ends["/refresh"]["status"] == 200
    assert said.ends["/refresh"]["hops"] == []


def test_secrets_stay() -> None:
    """Another port is another origin: of our fields only what a stranger may know arrives there."""
    with (
        wired(Wire(fallback=answer())) as there,
        wired(Wire({"/near": moved("/here"), "/here": answer()})) as here,
    ):
        here.scripts["/far"] = moved(f"{there.url}/there")
        headers = {**SECRETS, "If-None-Match": '"1"', "Accept-Language": "vi"}
        ask([{"url": f"{here.url}/{path}", "headers": headers} for path in ("far", "near")])

    assert len(there.log) == 1
    assert not {name.lower() for name in SECRETS} & set(there.log[0].headers)
    assert there.log[0].headers["accept-language"] == "vi"
    near = next(seen for seen in here.log if seen.path == "/here")
    assert near.headers["x-api-key"] == "k"
    for seen in (there.log[0], near):  # the validators are of the address that was asked first
        assert "if-none-match" not in seen.headers
