"""Whatever an archive answers, another capture of the article is tried, and nothing is lost for good."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from aiohttp import web

from crawler.web_archives.client import ArchiveStoppedError
from crawler.web_archives.harvest import TRANSFERS
from tests.web_archives.desk import Desk
from tests.web_archives.few_captures import MISSING, PAPER, WALL, WANTED, key, page, published, two_captures
from tests.web_archives.shelf import CommonCrawlServer, Shelf, WaybackServer, record, serving


def other_part(request: web.Request) -> web.Response | None:
    """An archive that sends the part before the one that was asked for, where it is not at the beginning."""
    first = request.http_range.start or 0
    if not request.path.startswith("/crawl-data") or not first:
        return None
    return web.Response(status=206, body=b"x", headers={"Content-Range": "bytes 0-0/9999"})


def of_the_later(answer: Callable[[], web.Response]) -> Callable[[web.Request], web.Response | None]:
    """A fault of the second record of the file alone."""
    return lambda request: (
        answer() if request.path.startswith("/crawl-data") and (request.http_range.start or 0) else None
    )


@pytest.mark.parametrize(
    ("fault", "state", "reason"),
    [
        pytest.param(lambda: web.Response(status=200, body=b"x" * 10), "passing", "damaged", id="whole-file"),
        pytest.param(lambda: web.Response(status=404), "passing", "archive-http-404", id="no-file"),
        pytest.param(lambda: web.Response(status=416), "passing", "archive-http-416", id="no-such-range"),
    ],
)
def test_wrong_answers(tmp_path: Path, fault: Callable[[], web.Response], state: str, reason: str) -> None:
    """What the archive does not give now, the next capture gives; a later run may try it again."""
    server, _ = two_captures()
    desk = Desk(tmp_path)
    server.fault = of_the_later(fault)
    with serving(server):
        done = desk.harvest(server)

    assert desk.ends() == {
        (PAPER.address(WANTED[0]), "20260801000000"): ("taken", "new"),
        (PAPER.address(WANTED[0]), "20261001000000"): (state, reason),
    }
    assert done.counts.refused == {reason: 1}


def test_another_part(tmp_path: Path) -> None:
    """Content-Range says which part came."""
    server, _ = two_captures()
    desk = Desk(tmp_path)
    server.fault = other_part
    with serving(server):
        done = desk.harvest(server)

    assert (desk.keys(), done.counts.refused) == ({key(WANTED[0])}, {"damaged": 1})


@pytest.mark.parametrize(
    ("latest", "told", "reason"),
    [
        pytest.param(MISSING.encode(), {}, "soft-404", id="soft-404"),
        pytest.param(WALL.encode(), {}, "wall-challenge", id="wall"),
        pytest.param(b"%PDF-1.4 x", {}, "not-html", id="no-page"),
        pytest.param(None, {"digest": "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"}, "digest", id="wrong-digest"),
        pytest.param(None, {"offset": "1"}, "damaged", id="wrong-offset"),
        pytest.param(None, {"length": "99"}, "damaged", id="wrong-length"),
        pytest.param(None, {"filename": ""}, "no-locator", id="no-file"),
    ],
)
def test_the_next_best(tmp_path: Path, latest: bytes | None, told: dict[str, str], reason: str) -> None:
    """A capture that turns out to be no whole page of the article is passed over, for good."""
    server, _ = two_captures(latest, **told)
    desk = Desk(tmp_path)
    with serving(server):
        done = desk.harvest(server)

    assert desk.ends()[PAPER.address(WANTED[0]), "20261001000000"] == ("refused", reason)
    assert (desk.keys(), done.counts.ends) == ({key(WANTED[0])}, {"stored": 1})


def test_bytes_that_were_changed(tmp_path: Path) -> None:
    """A record that is damaged in the archive's file is none."""
    server, shelf = two_captures()
    desk = Desk(tmp_path)
    shelf.data[int(shelf.rows[1]["offset"]) + 300] ^= 255
    with serving(server):
        done = desk.harvest(server)

    assert (desk.keys(), done.counts.refused) == ({key(WANTED[0])}, {"damaged": 1})


def test_the_same_body_is_not_fetched_twice(tmp_path: Path) -> None:
    """What gave no article once gives none at another moment."""
    server, shelf = two_captures(MISSING.encode())
    desk = Desk(tmp_path)
    shelf.put(PAPER.address(WANTED[0]), "20261101000000", MISSING.encode())
    with serving(server):
        done = desk.harvest(server)

    assert done.counts.refused == {"soft-404": 1, "same-body": 1}
    assert len(server.paths(data=True)) == 2


def test_no_whole_capture(tmp_path: Path) -> None:
    """An article of which nothing can be had is named, and in the next run still counted."""
    server, desk = CommonCrawlServer(), Desk(tmp_path)
    server.shelves["A"] = Shelf()
    server.shelves["A"].put(PAPER.address(WANTED[0]), "20261001000000", MISSING.encode())
    with serving(server):
        first = desk.harvest(server)
        second = desk.harvest(server)
        second.count_given_up()

    assert [(one[0], one[1]) for one in first.missing] == [(key(WANTED[0]), "soft-404")]
    assert (second.missing, second.counts.given_up) == ([], 1)
    assert len(server.paths(data=True)) == 1


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.drill) for seed in range(2, 12))])
def test_an_archive_that_fails_at_random(tmp_path: Path, seed: int) -> None:
    """Busy, cut, another part, the whole file, nothing at all: in the end every article is there, once."""
    rng, server, desk = Random(seed), CommonCrawlServer(lines_a_page=5), Desk(tmp_path)
    server.shelves["A"] = Shelf()
    for index in WANTED:
        for when in ("20261001000000", "20261101000000"):
            if published(index) < datetime(2026, 9, 30, tzinfo=UTC):
                server.shelves["A"].put(PAPER.address(index), when, page(index, when))
    listed = {key(index) for index in WANTED if published(index) < datetime(2026, 9, 30, tzinfo=UTC)}

    def fault(request: web.Request) -> web.StreamResponse | None:
        if rng.random() < 0.7:
            return None
        transport = request.transport
        kind = rng.choice(["busy", "gone", "whole", "hangup"])
        if kind == "hangup" and transport is not None:
            transport.close()
        return web.Response(
            status={"busy": 503, "gone": 404}.get(kind, 200), text="[" if kind == "whole" else ""
        )

    server.fault = fault
    with serving(server):
        for _ in range(60):
            desk.now += timedelta(minutes=1)
            try:
                done = desk.harvest(server)
            except Exception as error:
                assert type(error).__name__ in ("ArchiveStoppedError", "RefusedCaptureError")  # noqa: PT017
                continue
            if not done.troubles and desk.keys() == listed:
                break

    assert desk.keys() == listed
    assert len(desk.taken) == len(listed)


def test_a_pause_in_between(tmp_path: Path) -> None:
    """503 with Retry-After is waited for, and counts for nothing against a capture."""
    server, _ = two_captures()
    desk, given = Desk(tmp_path), [web.Response(status=503, headers={"Retry-After": "1"})]
    server.fault = lambda request: given.pop() if given and "crawl-data" in request.path else None
    with serving(server):
        done = desk.harvest(server)

    assert (desk.keys(), done.counts.refused) == ({key(WANTED[0])}, {})


def test_an_archive_that_refuses_everything(tmp_path: Path) -> None:
    """After five refusals in a row it is not asked on; nothing is marked as lost."""
    server, desk = CommonCrawlServer(), Desk(tmp_path)
    server.shelves["A"] = Shelf()
    for index in WANTED[:8]:
        server.shelves["A"].put(PAPER.address(index), "20261101000000", page(index, "20261101000000"))
    server.fault = lambda request: web.Response(status=403) if "crawl-data" in request.path else None
    with serving(server):
        with pytest.raises(ArchiveStoppedError, match="refuses everything"):
            desk.harvest(server)
        assert len(server.paths(data=True)) == 5
        server.fault = lambda request: None
        desk.harvest(server)

    assert len(desk.keys()) == 8


def flipped(body: bytes, place: int) -> bytes:
    """The same bytes with one bit changed."""
    return body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]


def on_the_way(
    server: CommonCrawlServer | WaybackServer, times: int
) -> Callable[[web.Request], web.Response | None]:
    """Data of the right length, one bit of it changed on the way: so many times, each time another one."""
    places = iter(range(100, 100 + times))

    def fault(request: web.Request) -> web.Response | None:
        if not request.path.startswith(("/crawl-data", "/web/")) or (place := next(places, None)) is None:
            return None
        reply = server.reply(request)
        assert isinstance(reply.body, bytes)
        reply.body = flipped(reply.body, place)
        return reply

    return fault


def one_capture(kind: str) -> CommonCrawlServer | WaybackServer:
    """An archive with one capture of one article."""
    url, when = PAPER.address(WANTED[0]), "20261001000000"
    if kind == "wayback":
        wayback = WaybackServer()
        wayback.put(url, when, page(WANTED[0], when))
        return wayback
    commoncrawl = CommonCrawlServer(shelves={"A": Shelf()})
    commoncrawl.shelves["A"].put(url, when, page(WANTED[0], when))
    return commoncrawl


@pytest.mark.parametrize("kind", ["commoncrawl", "wayback"])
def test_damaged_on_the_way(tmp_path: Path, kind: str) -> None:
    """A transfer of the right length that was damaged is no word about the capture: it is fetched again."""
    server, desk = one_capture(kind), Desk(tmp_path)
    server.fault = on_the_way(server, 1)
    with serving(server):
        done = desk.harvest(server)

    assert (desk.keys(), done.counts.refused) == ({key(WANTED[0])}, {})
    assert len(server.paths(data=True)) == 2


@pytest.mark.parametrize("kind", ["commoncrawl", "wayback"])
def test_damaged_each_time(tmp_path: Path, kind: str) -> None:
    """So many transfers are borne in a run; a later run tries the capture again."""
    server, desk = one_capture(kind), Desk(tmp_path)
    server.fault = on_the_way(server, TRANSFERS)
    with serving(server):
        first = desk.harvest(server)
        assert len(server.paths(data=True)) == TRANSFERS
        assert [state for state, _ in desk.ends().values()] == ["passing"]
        desk.harvest(server)

    assert len(first.missing) == 1
    assert desk.keys() == {key(WANTED[0])}


def padded(member: bytes, length: int) -> bytes:
    """A gzip member made longer by a field that no reader looks at (RFC 1952, 2.3.1.1: FEXTRA)."""
    fill = length - len(member) - 2
    return member[:3] + b"\x04" + member[4:10] + fill.to_bytes(2, "little") + bytes(fill) + member[10:]


def another_record(server: CommonCrawlServer, times: int) -> Callable[[web.Request], web.Response | None]:
    """Another page's record, of the length asked for, instead of the later one: so many times."""
    row = server.shelves["CC-MAIN-2026-47"].rows[1]
    first, length = int(row["offset"]), int(row["length"])
    member = padded(record(PAPER.address(WANTED[1]), "20261001000000", b"<html>"), length)
    left = [member] * times

    def fault(request: web.Request) -> web.Response | None:
        if not request.path.startswith("/crawl-data") or request.http_range.start != first or not left:
            return None
        told = {"Content-Range": f"bytes {first}-{first + length - 1}/*"}
        return web.Response(status=206, body=left.pop(), headers=told)

    return fault


@pytest.mark.parametrize(
    ("times", "captured_at"), [(1, "2026-10-01T07:00:00+07:00"), (9, "2026-08-01T07:00:00+07:00")]
)
def test_another_record(tmp_path: Path, times: int, captured_at: str) -> None:
    """Another record at its place is asked for once more; where it comes again, the next best is taken."""
    server, _ = two_captures()
    desk = Desk(tmp_path)
    server.fault = another_record(server, times)
    with serving(server):
        done = desk.harvest(server)

    kept = desk.record(key(WANTED[0]))
    assert kept is not None
    assert kept["crawl"]["fetched_at"] == captured_at
    assert done.counts.refused == ({} if times == 1 else {"other-address": 1})
    assert len(server.paths(data=True)) == (2 if times == 1 else 3)
