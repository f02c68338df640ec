"""Where a request may go: strictly written addresses only, and no address that is not public."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from twisted.web.client import URI
from w3lib.url import safe_url_string

from crawler.discover.scope import Scope, parse_origin
from crawler.fetch.address import (
    PORTS,
    AddressError,
    Place,
    connection_refusal,
    is_literal,
    is_near,
    is_public,
    place_of,
)
from tests.fetch.hostile_addresses import hostile_addresses

PORT, OTHER = 8000, 8001
HOSTILE = hostile_addresses(PORT, OTHER)


@pytest.mark.parametrize(
    ("url", "place", "origin"),
    [
        ("https://baolangson.vn/chinh-tri", ("https", "baolangson.vn", 443), "https://baolangson.vn"),
        ("HTTPS://BaoLangSon.VN", ("https", "baolangson.vn", 443), "https://baolangson.vn"),
        ("http://baolangson.vn:80?p=1", ("http", "baolangson.vn", 80), "http://baolangson.vn"),
        ("https://baolangson.vn:80/", ("https", "baolangson.vn", 80), "https://baolangson.vn:80"),
        ("http://127.0.0.1:8000#đầu", ("http", "127.0.0.1", 8000), "http://127.0.0.1:8000"),
        ("http://[::1]:8000/", ("http", "::1", 8000), "http://[::1]:8000"),
        ("http://xn--bo-lng-sn.vn/", ("http", "xn--bo-lng-sn.vn", 80), "http://xn--bo-lng-sn.vn"),
        ("http://a_b.example/tin tức\\x@y:z", ("http", "a_b.example", 80), "http://a_b.example"),
    ],
)
def test_plain_addresses(url: str, place: tuple[str, str, int], origin: str) -> None:
    """Scheme and host in lower case, the port also where it is not written; the path does not matter."""
    assert place_of(url) == Place(*place)
    assert place_of(url).origin == origin


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://baolangson.vn/", "does not begin with http:// or https://"),
        ("//baolangson.vn/", "does not begin with"),
        ("", "does not begin with"),
        (" https://baolangson.vn/", "does not begin with"),
        ("https://a@baolangson.vn/", "a user name before its host"),
        ("https://baolangson.vn\n/", "a control character"),
        ("https://baolangson.vn/a\rb", "a control character"),
        ("https://bao\tlangson.vn/", "a control character"),
        ("https:///chinh-tri", "not written plainly"),
        ("https://baolangson.vn:/", "not written plainly"),
        ("https://baolangson.vn:080/", "not written plainly"),
        ("https://baolangson.vn\\.evil.example/", "not written plainly"),
        ("https://báolangson.vn/", "not written plainly"),
        ("https://baolangson.vn:70000/", "there is no port 70000"),
        ("https://baolangson.vn./", "its host is no name"),
        ("https://a..vn/", "its host is no name"),
        ("https://" + "a" * 64 + ".vn/", "its host is no name"),
        ("http://127.1/", "a number in an unusual form"),
        ("http://1.2.3.4.5/", "a number in an unusual form"),
        ("http://a.0x7f/", "a number in an unusual form"),
        ("http://[0:0::1]/", "not written in the usual form"),
        ("http://[127.0.0.1]/", "not written in the usual form"),
        ("https://baolangson.vn/" + "a" * 9000, "9022 characters"),
    ],
)
def test_odd_addresses_are_refused_in_words(url: str, why: str) -> None:
    """What is not written plainly is refused, not repaired, and the reason is named."""
    with pytest.raises(AddressError) as caught:
        place_of(url)

    assert why in str(caught.value)


def test_the_list_is_long() -> None:
    """At least 150 hostile addresses, each once."""
    assert len(set(HOSTILE)) == len(HOSTILE) >= 150


@pytest.mark.parametrize("url", HOSTILE, ids=ascii)
def test_hostile_addresses(url: str) -> None:
    """None may be asked, in a crawl of a copy on this machine as in one of the paper."""
    copy, paper = parse_origin(f"http://127.0.0.1:{PORT}"), Scope()
    assert copy.refusal(url)
    assert not paper.allows(url)


def as_read(url: str) -> set[tuple[str, str | None, int | None]]:
    """Scheme, host and port of an address as urllib, w3lib (with urllib) and Twisted name them."""
    found: set[tuple[str, str | None, int | None]] = set()
    for text in (url, safe_url_string(url)):
        parts = urlsplit(text)
        found.add((parts.scheme, parts.hostname, parts.port or PORTS[parts.scheme]))
    uri = URI.fromBytes(safe_url_string(url).encode("ascii"))  # type: ignore[no-untyped-call]
    found.add((uri.scheme.decode(), uri.host.decode().lower(), uri.port))
    return found


AUTHORITY = st.text(
    st.sampled_from("ab0127fx.:@[]%\\/?#-_ \t\n+;\u0111\uff0e\u3002\u2460\uff11")
    | st.characters(max_codepoint=0x17F),
    max_size=20,
)


@given(st.sampled_from(("http://", "https://", "HTTP://", "http:/", "")), AUTHORITY, st.text(max_size=5))
@example("http://", "baolangson.vn:80", "/chính-trị")
@example("http://", "[::1]:8000", "/a?b#c")
@example("https://", "127.0.0.1:8000", "\\@x")
def test_every_reader_agrees(scheme: str, authority: str, rest: str) -> None:
    """Of an address that is let through, urllib, w3lib and Twisted name the same scheme, host and port."""
    url = scheme + authority + ("/" + rest if rest else "")
    try:
        place = place_of(url)
    except AddressError:
        return
    assert as_read(url) == {(place.scheme, place.host, place.port)}


@pytest.mark.parametrize(
    "url", ["https://baolangson.vn/x", "http://old.baolangson.vn:80", "http://127.0.0.1:8000/?a#b"]
)
def test_readers_of_our_own_addresses(url: str) -> None:
    """The addresses that a crawl does ask are read alike."""
    place = place_of(url)
    assert as_read(url) == {(place.scheme, place.host, place.port)}


PUBLIC = "203.162.4.190 8.8.8.8 1.1.1.1 2001:4860:4860::8888 2606:4700::1111".split()
NEAR = (
    "127.0.0.1 127.255.255.255 10.0.0.1 172.16.0.1 172.31.255.255 192.168.0.1 "
    "100.64.0.1 100.127.255.255 ::1 fd00::1"
).split()
NEVER = (
    "0.0.0.0 0.1.2.3 169.254.169.254 192.0.0.1 192.0.0.9 192.0.2.1 192.88.99.1 198.18.0.1 198.51.100.1 "
    "203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 :: fe80::1 fec0::1 ff02::1 "
    "2001:db8::1 2001::1 100::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 ::8.8.8.8 64:ff9b::7f00:1 "
    "64:ff9b::808:808 64:ff9b:1::1 2002:7f00:1:: 2002:808:808:: fe80::1%lo localhost 127.1 0x7f000001 ?"
).split()


@pytest.mark.parametrize(
    ("numbers", "public", "near"), [(PUBLIC, True, False), (NEAR, False, True), (NEVER, False, False)]
)
def test_addresses_by_kind(numbers: list[str], public: bool, near: bool) -> None:
    """Public, of this machine or its network, or never to be asked, in every notation and tunnel."""
    assert {(number, is_public(number), is_near(number)) for number in numbers} == {
        (number, public, near) for number in numbers
    }


def test_172_32_is_public_again() -> None:
    """The private networks end where they end."""
    assert [is_public(number) for number in ("172.32.0.1", "100.128.0.1", "11.0.0.1", "192.169.0.1")] == [
        True
    ] * 4


@pytest.mark.parametrize(
    ("host", "number", "words"),
    [
        ("baolangson.vn", "203.162.4.190", None),
        (
            "baolangson.vn",
            "127.0.0.1",
            "stands for 127.0.0.1, an address of this machine or a private network",
        ),
        ("baolangson.vn", "169.254.169.254", "stands for 169.254.169.254, which is no public address"),
        ("copy.example", "127.0.0.1", None),
        ("copy.example", "192.168.1.7", None),
        ("copy.example", "203.162.4.190", None),
        ("copy.example", "169.254.169.254", "no public address"),
        ("copy.example", "0.0.0.0", "no public address"),
        ("127.0.0.2", "127.0.0.2", "an address of this machine"),
    ],
)
def test_connections(host: str, number: str, words: str | None) -> None:
    """Only a host given as the origin may be of this machine or its network, and even it not anything."""
    refusal = connection_refusal(host, number, origin_hosts={"copy.example"})

    assert (refusal is None) is (words is None)
    assert (words or "") in (refusal or "")


def test_literals() -> None:
    """A number is told from a name."""
    assert [is_literal(host) for host in ("127.0.0.1", "::1", "localhost", "1.example")] == [
        True,
        True,
        False,
        False,
    ]
