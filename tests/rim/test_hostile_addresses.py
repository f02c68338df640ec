"""Hostile addresses by every way: nothing but the copy that is crawled is looked up or connected to."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import pytest

from tests.fetch.hostile_addresses import hostile_addresses
from tests.rim.command import ROOT, Done
from tests.rim.site import Answer, Asked, Site, article, listing, served

pytestmark = pytest.mark.drill

OWN = "127.0.0.1"


@dataclass
class World:
    """The copy of the paper, somebody else's listeners, and the log of a watched process."""

    site: Site
    folder: Path
    other: int
    strangers: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        """The copy's port."""
        return int(self.site.url.rpartition(":")[2])

    @property
    def hostile(self) -> list[str]:
        """The hostile addresses of this world."""
        return hostile_addresses(self.port, self.other)

    def run(self, command: str, *arguments: object, names: dict[str, list[str]] | None = None) -> Done:
        """Run a watched process."""
        head = (sys.executable, "-m", "tests.rim.watched", self.folder / "log", json.dumps(names or {}))
        line = [str(part) for part in (*head, command, *arguments)]
        done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def ask(
        self,
        way: str,
        addresses: list[str],
        origin: str | None = None,
        names: dict[str, list[str]] | None = None,
    ) -> dict[str, tuple[str, str]]:
        """Ask for addresses by one way (see `Asking`); what became of each."""
        file = self.folder / "addresses.json"
        file.write_text(json.dumps(addresses), "utf-8")
        done = self.run("ask", self.site.url if origin is None else origin, way, file, names=names)
        ends = [json.loads(line) for line in done.stdout.splitlines()]
        assert [end[0] for end in ends] == addresses, done.stderr
        return {address: (kind, detail) for address, kind, detail in ends}

    def touched(self) -> list[tuple[str, ...]]:
        """What the process looked up and connected to, each once."""
        lines = (
            (self.folder / "log").read_text("utf-8").splitlines() if (self.folder / "log").exists() else []
        )
        return sorted({tuple(line.split()) for line in lines})

    def only_the_copy(self) -> list[tuple[str, ...]]:
        """What `touched` gives where nothing else was touched."""
        assert self.strangers == []
        return [("connect", OWN, str(self.port)), ("lookup", OWN)]


def strange_listener(address: tuple[str, int], family: socket.AddressFamily, met: list[str]) -> socket.socket:
    """Listen where nobody may come, and write down who comes."""
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.bind(address)
    listener.listen()

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:  # closed
                return
            met.append(f"{address}")
            connection.close()

    threading.Thread(target=accept, daemon=True).start()
    return listener


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A copy at 127.0.0.1; others at 127.0.0.2 on the copy's port and one of their own, and at ::1."""
    with served(Site()) as site, ExitStack() as listeners:
        met: list[str] = []
        first = listeners.enter_context(strange_listener(("127.0.0.2", 0), socket.AF_INET, met))
        place = World(site, tmp_path, first.getsockname()[1], met)
        listeners.enter_context(strange_listener(("127.0.0.2", place.port), socket.AF_INET, met))
        listeners.enter_context(strange_listener((OWN, place.other), socket.AF_INET, met))
        if socket.has_ipv6 and _has_loopback_6():
            listeners.enter_context(strange_listener(("::1", place.other), socket.AF_INET6, met))
        yield place


def _has_loopback_6() -> bool:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as test:
            test.bind(("::1", 0))
    except OSError:
        return False
    return True


def location(address: str) -> Answer:
    """A redirect, as far as the address can stand in a header."""
    value = address.replace("\r", "").replace("\n", "").encode().decode("latin-1")
    return Answer("", status=302, headers=(("Location", value),))


def test_the_listeners_hear(world: World) -> None:
    """The traps work: whoever connects to them is met."""
    with socket.create_connection(("127.0.0.2", world.other)) as connection:
        connection.recv(1)
    assert world.strangers


def test_arguments(world: World) -> None:
    """As arguments of `langson scrape` each is refused in a line, and nothing at all is asked."""
    done = world.run("langson", "scrape", "--origin", world.site.url, "--delay", 0, "--", *world.hostile)

    assert done.returncode == 3
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) >= len(world.hostile)
    assert world.touched() == []
    assert world.strangers == []


def test_links(world: World) -> None:
    """Links of listings, and whatever stands behind a hostile <base>, lead nowhere."""
    links = "".join(f'<h3><a href="{escape(address)}">Tin</a></h3>' for address in world.hostile)
    page = listing(["/chinh-tri/1001-tin.html"], after=f"<section class=list>{links}</section>")
    assert isinstance(page.body, str)
    base = f'<head><base href="http://127.0.0.2:{world.other}/">'
    world.site.routes |= {
        "/chinh-tri": page,
        "/chinh-tri/xay-dung-dang": Answer(page.body.replace("<head>", base)),
        "/chinh-tri/1001-tin.html": article(1001),
    }
    done = world.run(
        *("langson", "crawl", "--origin", world.site.url, "--data", world.folder / "data", "--delay", 0)
    )

    assert "/chinh-tri/1001-tin.html" in world.site.paths(), done.stderr
    assert world.touched() == world.only_the_copy()


def test_pages_that_point_elsewhere(world: World) -> None:
    """Canonical links, meta refreshes, og:url, images and frames of articles are not followed."""
    paths = []
    for number, address in enumerate(world.hostile, 1000):
        page, at = article(number), escape(address)
        assert isinstance(page.body, str)
        pointers = (
            f'<link rel="canonical" href="{at}"><link rel="amphtml" href="{at}">'
            f'<link rel="alternate" href="{at}"><meta property="og:url" content="{at}">'
            f'<meta http-equiv="refresh" content="0; url={at}">'
        )
        inside = f'<article><iframe src="{at}"></iframe><img src="{at}"><p><a href="{at}">Xem thêm</a></p>'
        body = page.body.replace("<title>", f"{pointers}<title>").replace("<article>", inside)
        paths.append(f"/chinh-tri/{number}-tin.html")
        world.site.routes[paths[-1]] = Answer(body)
    world.site.routes["/chinh-tri"] = listing(paths)
    done = world.run(
        *("langson", "crawl", "--origin", world.site.url, "--data", world.folder / "data", "--delay", 0),
        *("--section", "chinh-tri"),
    )

    assert set(paths) <= set(world.site.paths()), done.stderr
    assert world.touched() == world.only_the_copy()


def test_requests(world: World) -> None:
    """Asked for as they are, as a sitemap's or feed's addresses would be, all are refused unasked.

    But for a few that Scrapy rewrites, before it is we who judge them, into addresses of the copy itself.
    """
    ends = world.ask("request", world.hostile)

    rewritten = {address for address, (kind, _) in ends.items() if kind == "404"}
    odd = (f"//{OWN}:0{world.port}/", f"//{OWN}:{world.port}\\")
    assert rewritten == {address for address in world.hostile if any(form in address for form in odd)}
    assert {kind for kind, _ in ends.values()} == {"ForeignHost", "ValueError", "404"}
    assert all(detail.startswith(world.site.url) for kind, detail in ends.values() if kind == "404")
    assert world.touched() == world.only_the_copy()


def test_redirects(world: World) -> None:
    """Redirects to them end where they are; a relative one goes on within the copy."""
    for number, address in enumerate(world.hostile):
        world.site.routes[f"/redirect/{number}"] = location(address)
    ends = world.ask("redirect", world.hostile)

    assert {f"/redirect/{number}" for number in range(len(ends))} <= set(world.site.paths())
    assert {detail for kind, detail in ends.values() if kind == "200"} == set()
    assert sum(kind == "ForeignHost" for kind, _ in ends.values()) > 100
    assert world.touched() == world.only_the_copy()


def test_redirects_of_robots_txt(world: World) -> None:
    """Where robots.txt leads elsewhere it is unreachable, and the page behind it is not asked."""
    turns = iter(world.hostile)

    def robots(asked: Asked) -> Answer:
        return location(next(turns))

    world.site.routes["/robots.txt"] = robots
    ends = world.ask("robots", world.hostile)

    unreachable = [address for address, (kind, _) in ends.items() if kind == "RobotsUnreachable"]
    assert len(unreachable) > 140
    # What is left are relative redirects: the copy has no such page, which means no rules.
    left = sorted(set(world.hostile) - set(unreachable))
    assert {kind for address, (kind, _) in ends.items() if address in left} <= {"404"}, left
    pages = {f"/robots/{n}" for n, address in enumerate(world.hostile) if address in left}
    assert {path for path in world.site.paths() if path.startswith("/robots/")} >= pages
    assert world.touched() == world.only_the_copy()


PAPER, PUBLIC = "http://baolangson.vn", "203.162.4.190"
HERE = {name: ["127.0.0.2"] for name in ("localhost", "a.localhost", "evil.example", "127.0.0.1.nip.example")}


def test_the_resolver_alone(world: World) -> None:
    """Without the guard before it, the resolver lets nobody through who is not public, number or name."""
    ends = world.ask("unguarded", world.hostile, names=HERE)

    looked_up = {touch[1] for touch in world.touched() if touch[0] == "lookup"}
    connected = {touch[1] for touch in world.touched() if touch[0] == "connect"}
    assert looked_up >= {OWN, "127.0.0.2", "127.2", "2130706434", "0x7f000002", "169.254.169.254", *HERE}
    assert connected == {"8.8.8.8"}
    assert world.strangers == []
    kinds = [kind for kind, _ in ends.values()]
    assert kinds.count("CannotResolveHostError") > 100
    assert "200" not in kinds


def test_the_paper_moves_to_this_machine(world: World) -> None:
    """A name that is public first and then of this machine: the second look-up is refused, unconnected."""
    names = {"baolangson.vn": [PUBLIC, "127.0.0.1", "10.0.0.1", "169.254.169.254", "0.0.0.0"]}
    addresses = [f"{PAPER}/robots.txt?{n}" for n in range(5)]
    world.ask("request", addresses, origin="", names=names)

    connected = [touch for touch in world.touched() if touch[0] == "connect"]
    assert connected == [("connect", PUBLIC, "80")]
    assert ("lookup", "baolangson.vn") in world.touched()


def test_a_refused_name_is_said(world: World) -> None:
    """The reason names what the host stands for; it is no unknown host."""
    names = {"baolangson.vn": ["127.0.0.1"]}
    (end,) = world.ask("request", [f"{PAPER}/robots.txt"], origin="", names=names).values()

    assert end[0] == "RobotsUnreachable"
    assert "baolangson.vn stands for 127.0.0.1, an address of this machine or a private network" in end[1]
    assert [touch for touch in world.touched() if touch[0] == "connect"] == []


@pytest.mark.parametrize(
    ("numbers", "connected"),
    [
        (["127.0.0.1"], [OWN]),
        (["127.0.0.1", PUBLIC, "127.0.0.1"], [OWN, PUBLIC]),
        (["169.254.169.254"], []),
        (["0.0.0.0"], []),
    ],
)
def test_a_copy_by_name(world: World, numbers: list[str], connected: list[str]) -> None:
    """A copy's name may be of this machine, until it was seen on the public network."""
    origin = f"http://ban-sao.example:{world.port}"
    world.site.routes["/a"] = Answer("a", headers=(("Connection", "close"),))
    addresses = [f"{origin}/a?{number}" for number in range(4)]
    ends = world.ask("request", addresses, origin=origin, names={"ban-sao.example": numbers})

    touched = world.touched()
    assert sorted({touch[1] for touch in touched if touch[0] == "connect"}) == sorted(connected)
    assert (ends[addresses[0]][0] == "200") is (OWN in connected)
