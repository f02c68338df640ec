"""The public conformance cases of Google's robots.txt parser, told anew as a table.

Each row: the rules, the agent, and which paths it may ask for and which not. The names of the cases are
the public ones; `ID_` cases follow the standard, `GoogleOnly_` cases are habits of one parser. Where we
decide otherwise, the row is in `OTHERWISE`, with the reason.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from crawler.fetch.robots_rules import parse


class Case(NamedTuple):
    """One case: `may` and `may_not` are paths, blank-separated."""

    name: str
    rules: str  # lines are parted by |
    agent: str
    may: str = ""
    may_not: str = ""


GROUPS = (
    "allow: /foo/bar/||user-agent: FooBot|disallow: /|allow: /x/|user-agent: BarBot|disallow: /|allow: /y/"
    "|||allow: /w/|user-agent: BazBot||user-agent: FooBot|allow: /z/|disallow: /"
)
WITH_SITEMAP = "User-agent: BarBot|Sitemap: https://foo.bar/sitemap|User-agent: *|Disallow: /"
WITH_SITEMAP_LAST = "User-agent: FooBot|Sitemap: https://foo.bar/sitemap|User-agent: *|Disallow: /x"
WITH_UNKNOWN = "User-agent: BarBot|Invalid-Unknown-Line: unknown|User-agent: *|Disallow: /"
FOO_BAR = "User-Agent: {}|Allow: /x/|Disallow: /"
TWO_GROUPS = "User-Agent: *|Disallow: /|User-Agent: Foo Bar|Allow: /x/|Disallow: /"
GLOBAL = "user-agent: *|allow: /|user-agent: FooBot|disallow: /"
SPECIFIC = "user-agent: FooBot|allow: /|user-agent: BarBot|disallow: /|user-agent: BazBot|disallow: /"
US = "User-agent: FooBot|"
ALLOW = US + "Disallow: /|Allow: "
LONG_URL = "/foo/bar?qux=taz&baz=http://foo.bar?tar&par"

CASES = [
    Case("GoogleOnly_SystemTest", "", "FooBot", may="/"),
    Case("GoogleOnly_SystemTest", US + "disallow: /", "", may="/"),
    Case("GoogleOnly_SystemTest", US + "disallow: /", "FooBot", may_not="/"),
    Case("GoogleOnly_SystemTest", "", "", may="/"),
    Case("ID_LineSyntax_Line", "user-agent: FooBot|disallow: /", "FooBot", may_not="/x/y"),
    Case("ID_LineSyntax_Line", "foo: FooBot|bar: /", "FooBot", may="/x/y"),
    Case("ID_LineSyntax_Line", "user-agent FooBot|disallow /", "FooBot", may_not="/x/y"),
    Case("ID_LineSyntax_Groups", GROUPS, "FooBot", may="/x/b /z/d", may_not="/y/c /foo/bar/"),
    Case("ID_LineSyntax_Groups", GROUPS, "BarBot", may="/y/c /w/a", may_not="/z/d /foo/bar/"),
    Case("ID_LineSyntax_Groups", GROUPS, "BazBot", may="/z/d", may_not="/foo/bar/"),
    Case("ID_LineSyntax_Groups_OtherRules", WITH_SITEMAP, "FooBot", may_not="/"),
    Case("ID_LineSyntax_Groups_OtherRules", WITH_SITEMAP, "BarBot", may_not="/"),
    Case("ID_LineSyntax_Groups_OtherRules", WITH_SITEMAP_LAST, "FooBot", may="/y", may_not="/x"),
    Case("ID_LineSyntax_Groups_OtherRules", WITH_UNKNOWN, "FooBot", may_not="/"),
    Case("ID_LineSyntax_Groups_OtherRules", WITH_UNKNOWN, "BarBot", may_not="/"),
    *[
        Case("ID_REPLineNamesCaseInsensitive", rules, "FooBot", may="/x/y", may_not="/a/b")
        for rules in (
            "USER-AGENT: FooBot|ALLOW: /x/|DISALLOW: /",
            "user-agent: FooBot|allow: /x/|disallow: /",
            "uSeR-aGeNt: FooBot|AlLoW: /x/|dIsAlLoW: /",
        )
    ],
    # Which names can be asked about at all: only those are ever matched by a group.
    *[
        Case("ID_VerifyValidUserAgentsToObey", f"User-agent: {agent}|Disallow: /", agent, may_not="/")
        for agent in ("Foobot", "Foobot-Bar", "Foo_Bar")
    ],
    *[
        Case("ID_VerifyValidUserAgentsToObey", f"User-agent: {agent}|Disallow: /", agent, may="/")
        for agent in ("", "ツ", "Foobot*", " Foobot ", "Foobot/2.1", "Foobot Bar")
    ],
    *[
        Case("ID_UserAgentValueCaseInsensitive", FOO_BAR.format(value), agent, may="/x/y", may_not="/a/b")
        for value in ("FOO BAR", "foo bar", "FoO bAr")
        for agent in ("Foo", "foo")
    ],
    Case("GoogleOnly_AcceptUserAgentUpToFirstSpace", TWO_GROUPS, "Foo", may="/x/y"),
    Case("GoogleOnly_AcceptUserAgentUpToFirstSpace", TWO_GROUPS, "Foo Bar", may_not="/x/y"),
    Case("ID_GlobalGroups_Secondary", "", "FooBot", may="/x/y"),
    Case("ID_GlobalGroups_Secondary", GLOBAL, "FooBot", may_not="/x/y"),
    Case("ID_GlobalGroups_Secondary", GLOBAL, "BarBot", may="/x/y"),
    Case("ID_GlobalGroups_Secondary", SPECIFIC, "QuxBot", may="/x/y"),
    Case("ID_AllowDisallow_Value_CaseSensitive", US + "disallow: /x/", "FooBot", may_not="/x/y"),
    Case("ID_AllowDisallow_Value_CaseSensitive", US + "disallow: /X/", "FooBot", may="/x/y"),
    *[
        Case("ID_LongestMatch", US + rules, "FooBot", may, may_not)
        for rules, may, may_not in (
            ("disallow: /x/page.html|allow: /x/", "", "/x/page.html"),
            ("allow: /x/page.html|disallow: /x/", "/x/page.html", "/x/"),
            ("disallow: |allow: ", "/x/page.html", ""),
            ("disallow: /|allow: /", "/x/page.html", ""),
            ("disallow: /x|allow: /x/", "/x/", "/x"),
            ("disallow: /x/page.html|allow: /x/page.html", "/x/page.html", ""),
            ("allow: /page|disallow: /*.html", "/page", "/page.html"),
            ("allow: /x/page.|disallow: /*.html", "/x/page.html", "/x/y.html"),
        )
    ],
    Case(
        "ID_LongestMatch",
        "User-agent: *|Disallow: /x/|" + US + "Disallow: /y/",
        "FooBot",
        "/x/page",
        "/y/page",
    ),
    Case("ID_Encoding", ALLOW + LONG_URL, "FooBot", may=LONG_URL),
    Case("ID_Encoding", ALLOW + "/foo/bar/ツ", "FooBot", may="/foo/bar/%E3%83%84"),
    Case("ID_Encoding", ALLOW + "/foo/bar/%E3%83%84", "FooBot", may="/foo/bar/%E3%83%84"),
    Case("ID_Encoding", ALLOW + "/foo/bar/%62%61%7A", "FooBot", may="/foo/bar/%62%61%7A"),
    *[
        Case("ID_SpecialCharacters", US + rules, "FooBot", may, may_not)
        for rules, may, may_not in (
            ("Disallow: /foo/bar/quz|Allow: /foo/*/qux", "/foo/quz /foo//quz /foo/bax/quz", "/foo/bar/quz"),
            ("Disallow: /foo/bar$|Allow: /foo/bar/qux", "/foo/bar/qux /foo/bar/ /foo/bar/baz", "/foo/bar"),
            ("# Disallow: /|Disallow: /foo/quz#qux|Allow: /", "/foo/bar", "/foo/quz"),
        )
    ],
    *[
        Case("GoogleOnly_DocumentationChecks", ALLOW + rule, "FooBot", may, may_not)
        for rule, may, may_not in (
            *[
                (
                    rule,
                    "/fish /fish.html /fish/salmon.html /fishheads /fishheads/yummy.html "
                    "/fish.html?id=anything",
                    "/bar /Fish.asp /catfish /?id=fish",
                )
                for rule in ("/fish", "/fish*")
            ],
            (
                "/fish/",
                "/fish/ /fish/salmon /fish/?salmon /fish/salmon.html /fish/?id=anything",
                "/bar /fish /fish.html /Fish/Salmon.html",
            ),
            (
                "/*.php",
                "/filename.php /folder/filename.php /folder/filename.php?parameters "
                "//folder/any.php.file.html /filename.php/ /index?f=filename.php/",
                "/bar /php/ /index?php /windows.PHP",
            ),
            (
                "/*.php$",
                "/filename.php /folder/filename.php",
                "/bar /filename.php?parameters /filename.php/ /filename.php5 /php/ /filename?php /aaaphpaaa "
                "//windows.PHP",
            ),
            ("/fish*.php", "/fish.php /fishheads/catfish.php?parameters", "/bar /Fish.PHP"),
        )
    ],
    *[
        Case("GoogleOnly_DocumentationChecks", US + rules, "FooBot", may, may_not)
        for rules, may, may_not in (
            ("allow: /p|disallow: /", "/page", ""),
            ("allow: /folder|disallow: /folder", "/folder/page", ""),
            ("allow: /page|disallow: /*.htm", "", "/page.htm"),
            ("allow: /$|disallow: /", "/", "/page.html"),
        )
    ],
]

INDEX = "User-Agent: *|Allow: /allowed-slash/index.html|Disallow: /"
LONGEST = 2083 * 8  # bytes of a line that Google's parser reads

CASES.append(
    Case(
        "GoogleOnly_IndexHTMLisDirectory",
        INDEX,
        "foobot",
        "/allowed-slash/index.html",
        "/anyother-url /allowed-slash/index.htm",
    )
)

# What Google's parser decides (`may`, `may_not`) and we do not, with the reason.
OTHERWISE = [
    (
        "RFC 9309, 2.2.2: encoded letters are decoded before the comparison",
        Case("ID_Encoding", ALLOW + "/foo/bar/%62%61%7A", "FooBot", may_not="/foo/bar/baz"),
    ),
    (
        "addresses are brought into the same form as the rules: nobody has to encode them beforehand",
        Case("ID_Encoding", ALLOW + "/foo/bar/ツ", "FooBot", may_not="/foo/bar/ツ"),
    ),
    (
        "as above",
        Case("ID_Encoding", ALLOW + "/foo/bar/%E3%83%84", "FooBot", may_not="/foo/bar/ツ"),
    ),
    (
        "the RFC knows no index pages: that a page is allowed does not allow its folder",
        Case("GoogleOnly_IndexHTMLisDirectory", INDEX, "foobot", may="/allowed-slash/"),
    ),
    (
        "a rule cut off in the middle would be another rule: it holds whole",
        Case(
            "GoogleOnly_LineTooLong",
            US + "disallow: /x/" + "a" * LONGEST + "/qux",
            "FooBot",
            may_not="/x/" + "a" * LONGEST + "/fux",
        ),
    ),
    (
        "as above",
        Case(
            "GoogleOnly_LineTooLong",
            ALLOW + "/x/" + "b" * LONGEST + "/qux",
            "FooBot",
            may="/x/" + "b" * LONGEST + "/fux",
        ),
    ),
]


def judged(case: Case) -> list[tuple[str, bool]]:
    """Each path of a case with our decision."""
    robots = parse(case.rules.replace("|", "\n").encode())
    return [
        (path, robots.judge(path, case.agent).allowed) for path in (*case.may.split(), *case.may_not.split())
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_as_google(case: Case) -> None:
    """We decide as Google's parser does."""
    assert [path for path, may in judged(case) if may] == case.may.split()


@pytest.mark.parametrize(("reason", "case"), OTHERWISE, ids=[case.name for _, case in OTHERWISE])
def test_otherwise_than_google(reason: str, case: Case) -> None:
    """We decide otherwise, for a reason."""
    assert reason
    assert [path for path, may in judged(case) if may] == case.may_not.split()


def test_lines_too_long_hold_whole() -> None:
    """GoogleOnly_LineTooLong: beyond Google's limit a rule still refuses and allows what it says."""
    path = "/x/" + "a" * LONGEST + "/qux"
    refuses, allows = (
        parse(f"User-agent: *\n{rule} {path}\n".encode()) for rule in ("Disallow:", "Disallow: /\nAllow:")
    )

    assert [refuses.judge(url, "x").allowed for url in (path, "/fux")] == [False, True]
    assert [allows.judge(url, "x").allowed for url in (path, "/")] == [True, False]


LINES = "User-Agent: foo|Allow: /some/path|User-Agent: bar|||Disallow: /"


@pytest.mark.parametrize(
    "text",
    [
        *[LINES.replace("|", end) + last for end in ("\n", "\r\n", "\r") for last in (end, "")],
        "User-Agent: foo\nAllow: /some/path\r\nUser-Agent: bar\n\r\n\nDisallow: /",
    ],
)
def test_line_numbers(text: str) -> None:
    """ID_LinesNumbersAreCountedCorrectly: whatever ends the lines, also mixed, the last rule is in line 6."""
    assert (
        parse(text.encode()).judge("/", "bar").line,
        parse(text.encode()).judge("/some/path", "foo").line,
    ) == (6, 2)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        (b"\xef\xbb\xbfUser-Agent: foo\nDisallow: /\n", True),
        (b"\xef\xbbUser-Agent: foo\nDisallow: /\n", True),
        (b"\xefUser-Agent: foo\nDisallow: /\n", True),
        (b"\xef\x11\xbfUser-Agent: foo\nDisallow: /\n", False),
        (b"User-Agent: foo\n\xef\xbb\xbfDisallow: /\n", False),
    ],
)
def test_byte_order_marks(text: bytes, refused: bool) -> None:
    """ID_UTF8ByteOrderMarkIsSkipped: at the beginning only, whole or in part; else it spoils its line."""
    assert parse(text).judge("/", "foo").allowed is not refused


@pytest.mark.parametrize("first", [True, False])
def test_sitemap_lines(first: bool) -> None:
    """ID_NonStandardLineExample_Sitemap: a sitemap may stand anywhere in the file."""
    rules, sitemap = (
        "User-Agent: foo\nAllow: /some/path\nUser-Agent: bar\n\n\n",
        "Sitemap: http://foo.bar/sitemap.xml\n",
    )
    text = sitemap + rules if first else rules + sitemap

    assert parse(text.encode()).sitemaps == ("http://foo.bar/sitemap.xml",)


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("", "/"),
        ("/", "/"),
        ("/a", "/a"),
        ("/a/b?c=http://d.e/", "/a/b?c="),
        ("/a/b?c=d&e=f#g", "/a/b?c=d&e=f$"),
        ("?a", "/?a"),
    ],
)
def test_paths(given: str, path: str) -> None:
    """TestGetPathParamsQuery: a path begins with a slash, and a fragment is no part of it."""
    assert not parse(f"User-agent: *\nDisallow: {path}\n".encode()).judge(given, "x").allowed
