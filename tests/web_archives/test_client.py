"""How an archive is asked: its pace, its pauses, its limits, and nobody else."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from itertools import pairwise
from random import Random

import pytest
from aiohttp import web

from crawler.discover.captures.content import RefusedCaptureError
from crawler.errors import SettingError
from crawler.fetch.host_policy import Limits
from crawler.web_archives.addresses import PublicAddressResolver
from crawler.web_archives.client import (
    FAILURES,
    ArchiveStoppedError,
    Client,
    InterruptedHarvestError,
    Reply,
    Wanted,
)
from crawler.web_archives.endpoints import endpoints
from tests.web_archives.shelf import Fault, Server, serving

QUICK = Limits(backoff_unit=0.001)
Act = Callable[[Client, str], object]


class Echo(Server):
    """Answers "right" to whatever is asked."""

    def reply(self, request: web.Request) -> web.Response:
        return web.Response(text="right")


def ask(
    fault: Fault, wanted: Wanted | None = None, *, times: int = 1, delay: float = 0.0
) -> tuple[Reply, Echo]:
    """Ask an archive that has a fault."""
    with serving(Echo(fault=fault)) as server:
        assert isinstance(server, Echo)
        whom = endpoints("wayback", f"{server.base}/cdx", f"{server.base}/web", {})

        async def act() -> Reply:
            client = Client(whom, "langson (a@example.org)", delay, QUICK, rng=Random(1))
            async with client:
                for _ in range(times):
                    reply = await client.get(f"{server.base}/web/x", wanted or Wanted(limit=1000))
                return reply

        return asyncio.run(act()), server


def script(*answers: web.Response | None) -> Fault:
    """The first requests get these answers (None: the right one), later ones the last of them."""
    given = list(answers)
    return lambda request: given.pop(0) if len(given) > 1 else given[0]


def busy(status: int, **headers: str) -> web.Response:
    """An answer that says "not now"."""
    return web.Response(
        status=status, headers={name.replace("_", "-"): text for name, text in headers.items()}
    )


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param([busy(429)], id="too-many"),
        pytest.param([busy(503), busy(500), busy(502), busy(504)], id="four-failures"),
        pytest.param([busy(503, Retry_After="not a date")], id="no-date"),
    ],
)
def test_a_host_that_fails_is_asked_again(faults: list[web.Response]) -> None:
    """Up to four failures in a row are waited out."""
    reply, server = ask(script(*faults, None))

    assert (reply.body, len(server.asked)) == (b"right", len(faults) + 1)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [(busy(503), "throttled"), (busy(429), "throttled"), (busy(500), "unreachable")],
)
def test_five_failures_end_it(fault: web.Response, reason: str) -> None:
    """The fifth in a row is the last request."""
    asked: list[str] = []

    def failing(request: web.Request) -> web.Response:
        asked.append(request.path)
        return busy(fault.status)

    with pytest.raises(ArchiveStoppedError) as caught:
        ask(failing)
    assert (caught.value.reason, len(asked)) == (reason, FAILURES)


def test_a_pause_that_is_asked_for_is_kept() -> None:
    """Retry-After: nothing is asked before."""
    moments: list[float] = []

    def paused(request: web.Request) -> web.Response | None:
        moments.append(time.monotonic())
        return busy(503, Retry_After="1") if len(moments) == 1 else None

    ask(paused)

    assert moments[1] - moments[0] >= 1.0


def test_a_pause_that_is_too_long_ends_it() -> None:
    """More than an hour is not waited for."""
    with pytest.raises(ArchiveStoppedError, match="asks for a pause of 7200 s"):
        ask(script(busy(503, Retry_After="7200")))


def test_the_pace_is_kept() -> None:
    """Between two requests lies the pause."""
    moments: list[float] = []

    def timed(request: web.Request) -> None:
        moments.append(time.monotonic())

    ask(timed, times=3, delay=0.2)

    assert all(later - earlier >= 0.19 for earlier, later in pairwise(moments))


def test_no_more_bytes_than_wanted() -> None:
    """An answer that is longer than wanted is not read at all."""
    with pytest.raises(RefusedCaptureError, match="it would be 1001 bytes"):
        ask(script(web.Response(body=b"x" * 1001)))


def test_an_endless_answer() -> None:
    """Neither is one that declares no length."""

    class Endless(web.StreamResponse):
        async def prepare(self, request: web.BaseRequest) -> object:  # type: ignore[override]
            writer = await super().prepare(request)
            while True:
                await self.write(b"x" * 4096)
            return writer

    with pytest.raises(RefusedCaptureError, match="more than 1000 bytes"):
        ask(lambda request: Endless())


def test_what_is_wrong_by_its_head_is_not_read() -> None:
    """It is asked for again a few times, then given up as something that may pass."""
    asked: list[str] = []

    def counted(request: web.Request) -> None:
        asked.append(request.path)

    with pytest.raises(RefusedCaptureError) as caught:
        ask(counted, Wanted(limit=9, problem=lambda status, fields: "it is wrong"))
    assert (caught.value.passing, caught.value.detail, len(asked)) == (True, "it is wrong", 3)


def test_redirects_are_not_followed() -> None:
    """An archive leads on to other moments and hosts."""
    reply, server = ask(lambda request: web.Response(status=302, headers={"Location": "http://127.0.0.1:1/"}))

    assert (reply.status, len(server.asked)) == (302, 1)


def test_nobody_else_is_asked() -> None:
    """Only the archive's own hosts and ports are."""

    async def act() -> None:
        async with Client(
            endpoints("wayback", "http://127.0.0.1:9/c", "http://127.0.0.1:9/w", {}), "a", 0
        ) as client:
            with pytest.raises(RefusedCaptureError, match="no address of the archive"):
                await client.get("http://127.0.0.1:10/w/x", Wanted(limit=9))

    asyncio.run(act())


def test_the_operator_is_not_kept_waiting() -> None:
    """A stop ends a pause at once."""
    with serving(Echo(fault=script(busy(503, Retry_After="600")))) as server:
        whom = endpoints("wayback", f"{server.base}/cdx", f"{server.base}/web", {})

        async def act() -> None:
            async with Client(whom, "langson (a@example.org)", 0.0) as client:
                asyncio.get_running_loop().call_later(0.3, client.stop.set)
                with pytest.raises(InterruptedHarvestError):
                    await client.get(f"{server.base}/web/x", Wanted(limit=9))

        asyncio.run(asyncio.wait_for(act(), 60))


@pytest.mark.parametrize(
    ("near", "host", "refused"),
    [
        pytest.param({"localhost"}, "localhost", False, id="the-setting-says-so"),
        pytest.param(set(), "localhost", True, id="a-name-that-stands-for-this-machine"),
    ],
)
def test_names_that_stand_for_this_machine(near: set[str], host: str, refused: bool) -> None:
    """A name leads to this machine only where the setting itself names it."""

    async def act() -> None:
        resolver = PublicAddressResolver(near)
        if refused:
            with pytest.raises(OSError, match="not connected to"):
                await resolver.resolve(host, 80)
        else:
            assert (await resolver.resolve(host, 80))[0]["host"] == "127.0.0.1"

    asyncio.run(act())


@pytest.mark.parametrize(
    "address",
    ["ftp://a.org/", "http://169.254.169.254/latest", "http://0.0.0.0/", "http://u:p@a.org/", "http://a.org/#x",
     "http://2130706433/", "http://[::ffff:127.0.0.1]/"],
)  # fmt: skip
def test_addresses_that_are_no_archive(address: str) -> None:
    """A setting that cannot be asked is refused, by its name."""
    with pytest.raises(SettingError, match="LANGSON_WAYBACK_CDX"):
        endpoints("wayback", None, None, {"LANGSON_WAYBACK_CDX": address})


def test_where_an_archive_is() -> None:
    """The command line counts before the environment, the environment before the public address."""
    given = {"LANGSON_COMMONCRAWL_INDEX": "http://mirror.example:81/i/", "LANGSON_COMMONCRAWL_DATA": ""}

    named = endpoints("commoncrawl", None, "http://127.0.0.1:5/", given)

    assert (named.index, named.data) == ("http://mirror.example:81/i", "http://127.0.0.1:5")
    assert named.near_hosts == {"127.0.0.1"}
    assert (named.pause, endpoints("wayback", None, None, {}).pause) == (1.0, 4.0)
    assert endpoints("wayback", "http://localhost:1/c", "http://127.0.0.1:2/w", {}).pause == 0.0
