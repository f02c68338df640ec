"""robots.txt read line by line: what is a rule, for whom, and which one decides (RFC 9309, 2.2 and 2.5)."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetch.robots_rules import MAX_BYTES, Verdict, capped, parse

US = "langson"


def allowed(text: str | bytes, path: str, agent: str = US) -> bool:
    """Whether the agent may ask for the path."""
    return parse(text.encode() if isinstance(text, str) else text).judge(path, agent).allowed


def for_all(*rules: str) -> str:
    """A file with one group for everyone."""
    return "\n".join(("User-agent: *", *rules, ""))


@pytest.mark.parametrize(
    ("path", "verdict"),
    [
        ("/chinh-tri/a", Verdict(False, "Disallow: /chinh-tri", 2, "*")),
        ("/chinh-tri/bau-cu/a", Verdict(True, "Allow: /chinh-tri/bau-cu", 4, "*")),
        ("/the-thao", Verdict(True, None, None, "*")),
        ("/robots.txt", Verdict(True, None, None, "*")),
        ("/in?trang=2", Verdict(False, "Disallow: /*?trang=", 6, "*")),
    ],
)
def test_the_rule_that_decides_is_named(path: str, verdict: Verdict) -> None:
    """A verdict carries the line as printed (spelling put right), its number and whose group it is of."""
    text = for_all(
        "Disallow: /chinh-tri", "# comment", "allow:/chinh-tri/bau-cu", "", "DISALOW : /*?trang=  # pages"
    )
    assert parse(text.encode()).judge(path, US) == verdict


def test_no_group_speaks_to_us() -> None:
    """Where neither we nor everyone are named, no rule holds."""
    assert parse(b"User-agent: other\nDisallow: /\n").judge("/a", US) == Verdict(True)


@pytest.mark.parametrize(
    ("named", "agent", "ours"),
    [
        ("langson", "langson", True),
        ("LangSon", "langson", True),
        ("langson/1.0 (+https://example.org)", "langson", True),
        ("langson bot", "langson", True),
        ("lang", "langson", False),
        ("son", "langson", False),
        ("langson-news", "langson", False),
        ("langson", "langson-news", False),
        ("foobot", "foobot-news", False),
        ("foobot-news", "foobot", False),
        ("lạngsơn", "langson", False),
        ("", "langson", False),
        ("**", "langson", False),
        ("* everyone", "langson", True),
    ],
)
def test_agents_are_compared_whole(named: str, agent: str, ours: bool) -> None:
    """A product token is compared whole and without case: no part of it is enough."""
    assert allowed(f"User-agent: {named}\nDisallow: /\n", "/a", agent) is not ours


def test_groups_of_one_agent_are_one() -> None:
    """Groups for an agent are merged wherever they stand; then nothing for everyone holds for it."""
    text = (
        "User-agent: a\nUser-agent: langson\nDisallow: /1\nCrawl-delay: 5\n\n"
        "User-agent: *\nDisallow: /2\nCrawl-delay: 9\nUser-agent: LANGSON\nDisallow: /3\nCrawl-delay: 3\n"
    )
    assert [allowed(text, f"/{n}") for n in (1, 2, 3)] == [False, True, False]
    assert [allowed(text, f"/{n}", "a") for n in (1, 2, 3)] == [False, True, True]
    assert [allowed(text, f"/{n}", "b") for n in (1, 2, 3)] == [True, False, True]
    assert [parse(text.encode()).crawl_delay(agent) for agent in (US, "a", "b")] == [5, 5, 9]


@pytest.mark.parametrize(
    "between", ["", "# Báo Lạng Sơn", "Sitemap: https://a.vn/s.xml", "Crawl-delay: 1", "X: y"]
)
def test_other_lines_end_no_group(between: str) -> None:
    """Agents above other records still share the rules below (2.2.4); a blank line ends nothing."""
    assert not allowed(f"User-agent: {US}\n{between}\nUser-agent: other\nDisallow: /a\n", "/a")


@pytest.mark.parametrize(
    ("rule", "path", "hit"),
    [
        # é and %C3%A9, both ways; hexadecimal digits of either case
        ("/é", "/%C3%A9", True),
        ("/%c3%a9", "/é", True),
        ("/%C3%A9", "/%c3%a9x", True),
        ("/chính-trị", "/ch%C3%ADnh-tr%E1%BB%8B/1", True),
        # one letter, two codes: nobody's server takes them for the same
        (unicodedata.normalize("NFD", "/chính-trị"), unicodedata.normalize("NFC", "/chính-trị"), False),
        (unicodedata.normalize("NFD", "/chính-trị"), unicodedata.normalize("NFD", "/chính-trị"), True),
        # encoded letters are letters, encoded reserved characters are not the characters
        ("/%62%61%7A", "/baz", True),
        ("/baz", "/%62%61%7a", True),
        ("/%7Ea", "/~a", True),
        ("/a%2Fb", "/a/b", False),
        ("/a/b", "/a%2fb", False),
        ("/a%2fb", "/a%2Fb", True),
        ("/a?b=c%26d", "/a?b=c&d", False),
        # a blank can only come encoded; a lone percent sign is one
        ("/a b", "/a%20b", True),
        ("/100%", "/100%-x", True),
        ("/100%zz", "/100%zz", True),
        # stars and dollars: special in rules, literal in addresses
        ("/*.pdf$", "/x/a.pdf", True),
        ("/*.pdf$", "/x/a.pdf?b", False),
        ("/*.pdf$", "/a.pdf.pdf", True),
        ("/a%2Ab", "/a*b", True),
        ("/a%2Ab", "/axb", False),
        ("/a*b", "/a*b", True),
        ("/a$b", "/a$b", True),
        ("/a%24", "/a$", True),
        ("/a%24", "/a", False),
        ("/a$", "/a$", False),
        ("/a*$", "/abc", True),
        ("/a**b", "/axxb", True),
        ("*", "/anything", True),
        ("*/b", "/a/b", True),
        ("$", "/", False),
        ("/$", "/", True),
        ("/ab*ba$", "/aba", False),
        ("/a*b*c$", "/abcbc", True),
        # case, and where a pattern begins
        ("/Chinh-Tri", "/chinh-tri", False),
        ("chinh-tri", "/chinh-tri", False),
        ("/x", "/a/x", False),
        ("/?p=", "?p=1", True),
        ("/a", "/b#/a", False),
        ("http://a.vn/x", "/x", False),
        ("", "/a", False),
    ],
)
def test_patterns(rule: str, path: str, hit: bool) -> None:
    """Which paths a rule is about (2.2.2, 2.2.3)."""
    assert allowed(for_all(f"Disallow: {rule}"), path) is not hit


@pytest.mark.parametrize(
    ("rules", "path", "may"),
    [
        (("Disallow: /a", "Allow: /a"), "/a", True),
        (("Allow: /a", "Disallow: /a"), "/a", True),
        (("Allow: /a", "Disallow: /ab"), "/abc", False),
        (("Disallow: /a*c", "Allow: /ab*"), "/abc", True),
        (("Disallow: /ab*", "Allow: /a*c"), "/abc", True),
        (("Disallow: /", "Allow: /$"), "/", True),
        (("Disallow: /", "Allow: /$"), "/a", False),
        (("Disallow: /*/in", "Allow: /chinh-tri/"), "/chinh-tri/in", True),
        (("Allow: /%61", "Disallow: /a"), "/a", True),
        (("Allow: /é", "Disallow: /%C3%A9"), "/é", True),
        (("Disallow:", "Allow:"), "/a", True),
        (("Disallow: /a", "Disallow:"), "/a", False),
    ],
)
def test_the_longest_rule_decides(rules: tuple[str, ...], path: str, may: bool) -> None:
    """The order of lines does not count: more octets win, of equals the allowing rule (2.2.2)."""
    assert allowed(for_all(*rules), path) is may
    assert allowed(for_all(*reversed(rules)), path) is may


RULES = "User-agent: *|Disallow: /a|Allow: /a/b|"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"\xef\xbb", b"\xef"])
def test_line_ends_and_marks(end: str, mark: bytes) -> None:
    """Any line end and any UTF-8 mark, whole or broken off; the lines keep their numbers."""
    text = mark + RULES.replace("|", end).encode()
    assert parse(text).judge("/a", US) == Verdict(False, "Disallow: /a", 2, "*")
    assert parse(text.rstrip()).judge("/a/b", US) == Verdict(True, "Allow: /a/b", 3, "*")


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("User-agent: *\nDisallow: /a\n".encode("utf-16"), False),
        ("User-agent: *\nDisallow: /a\n".encode("utf-16-be"), False),
        (b"\xff\xfe\nUser-agent: *\nDisallow: /a\n", True),
        (b"User-agent: *\0\nDisallow: /a\0\0\n\0\0\0\0", True),
        (b"User-agent: *\nDis\0allow: /a\n", False),
        (b"\0" * 5000 + b"\nUser-agent: *\nDisallow: /a\n", True),
        (b"User-agent: *\nDisallow: /\xe1\xba\n", False),
        (b"\xff" * 100 + b"\nUser-agent: *\nDisallow: /a\n", True),
        (b"User-agent: *\nDisallow: /a " + b"x" * 2**20, False),
        (b"x" * 2**20, False),
        (b"User-agent: *\nDisallow: /a\n" + b"#" * 2**20, True),
        (b"#" * (MAX_BYTES - 28) + b"\nUser-agent: *\nDisallow: /a\n", True),
        (b"#" * (MAX_BYTES - 27) + b"\nUser-agent: *\nDisallow: /a\n", False),
        (b"\xef\xbb\xbf\xef\xbb\xbfUser-agent: *\nDisallow: /a\n", False),
    ],
)
def test_hostile_bytes(text: bytes, refused: bool) -> None:
    """UTF-16 holds no rules, NULs are blanks at the ends of a line, and 500 KiB count by whole lines."""
    assert allowed(text, "/a") is not refused


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_long_file_is_cut_at_a_line(end: bytes) -> None:
    """500 KiB are read, whole lines only; a line cut in two would be another rule."""
    line = b"Disallow: /a-rule" + end
    cut = capped(line * 40_000)

    assert MAX_BYTES - len(line) - 1 <= len(cut) <= MAX_BYTES
    assert cut.rstrip(b"\r\n").endswith(b"Disallow: /a-rule")
    assert cut[-1:] in b"\r\n"
    assert capped(line * 10) == line * 10
    assert capped(b"x" * (MAX_BYTES + 1)) == b""


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        *[(f"{name}: /a", True) for name in ("Disallow", "DISALLOW", "Disalow", "Dissallow", "disallaw")],
        ("disallow /a", True),
        ("disallow\t/a", True),
        ("  Disallow  :  /a  ", True),
        ("Disallow: /a # vì sao", True),
        ("Disallow: /a#vì-sao", True),
        ("disallow /a b", False),
        ("Disallowed: /a", False),
        ("Deny: /a", False),
        ("#Disallow: /a", False),
        (": /a", False),
        ("Disallow", False),
        ("Noindex: /a", False),
    ],
)
def test_spellings(line: str, counts: bool) -> None:
    """Misspelt names that people are known to write count; others are no rules."""
    assert allowed(for_all(line), "/a") is not counts
    assert allowed(f"useragent: {US}\n{line}\n", "/a") is not counts
    assert allowed(f"User Agent: {US}\n{line}\n", "/a") is not counts


@pytest.mark.parametrize(
    ("printed", "delay"),
    [
        *[(printed, float(printed)) for printed in ("10", "0", "3600", "2.5", "1.")],
        ("7 # giây", 7),
        *[(junk, None) for junk in ("soon", "", "-1", "nan", "inf", "1e3", "1_0", "10s", "1,5", "٣", "0x10")],
        ("9" * 10, None),
    ],
)
def test_crawl_delay(printed: str, delay: float | None) -> None:
    """A number of seconds is one; everything else is none."""
    assert parse(for_all(f"Crawl-delay: {printed}").encode()).crawl_delay(US) == delay


def test_sitemaps() -> None:
    """Sitemaps belong to nobody's group and are kept as printed."""
    text = "Sitemap: https://a.vn/sitemap.xml\nUser-agent: x\nSITEMAP: /tin-tức.xml # mới\nsite-map: a:b\n"
    assert parse(text.encode()).sitemaps == ("https://a.vn/sitemap.xml", "/tin-tức.xml", "a:b")


def test_a_rule_in_a_message_is_harmless() -> None:
    """A rule is a stranger's text: no control character and no page of it reaches a log line."""
    rule = parse(b"User-agent: *\nDisallow: /\x1b[2J\xe2\x80\xa8\x85" + b"a" * 9000 + b"\n")
    verdict = rule.judge("/\x1b[2J\u2028" + "a" * 9001, US)
    long = parse(b"User-agent: *\nDisallow: /*" + "ạ".encode() * 9000).judge("/" + "ạ" * 9000, US)

    assert verdict.rule is None  # \x85 alone is no UTF-8: another octet
    assert long.rule is not None
    assert len(long.rule) < 160
    shown = parse(b"User-agent: *\nDisallow: /\x1b[2J\xe2\x80\xa8\n").judge("/\x1b[2J\u2028", US).rule
    assert shown == "Disallow: /\\x1b[2J\\u2028"


@pytest.mark.parametrize(
    ("pattern", "hit"),
    [
        ("/" + "*a" * 5000 + "$", False),
        ("/" + "*a" * 5000, True),
        ("/" + "*" * 10_000 + "$", True),
        ("/" + ("*" + "a" * 50 + "b") * 150 + "$", False),
    ],
    ids=["stars-to-the-end", "stars", "stars-in-a-row", "long-pieces"],
)
def test_hostile_patterns_cost_no_more(pattern: str, hit: bool) -> None:
    """What would take a backtracking matcher years is done at once, beside a thousand of the same kind."""
    others = [f"Disallow: {pattern[:400]}{number}c" for number in range(1000)]
    rules = parse(for_all(*others, f"Disallow: {pattern}").encode())
    path = "/" + "a" * 8000 + "b"

    assert {rules.judge(path, US).allowed for _ in range(20)} == {not hit}


PATHS = st.text(alphabet="/ab*$?%é &2Ff~", max_size=12).map(lambda text: "/" + text)


def by_steps(pattern: str, path: str) -> bool:
    """The textbook matcher, letter by letter, for plain letters only."""
    if pattern == "$":
        return path == ""
    if not pattern:
        return True
    if pattern[0] == "*":
        return any(by_steps(pattern[1:], path[n:]) for n in range(len(path) + 1))
    return path[:1] == pattern[0] and by_steps(pattern[1:], path[1:])


@given(st.text(alphabet="ab/*", max_size=8), st.booleans(), st.text(alphabet="ab/", max_size=12))
def test_matches_as_the_textbook_does(middle: str, to_the_end: bool, path: str) -> None:
    """Taking the first place for each piece finds what trying all places finds."""
    pattern = f"/{middle}{'$' if to_the_end else ''}"
    assert allowed(for_all(f"Disallow: {pattern}"), f"/{path}") is not by_steps(pattern, f"/{path}")


@given(st.binary(max_size=300), PATHS)
def test_nothing_breaks_the_reader(body: bytes, path: str) -> None:
    """Whatever bytes come, there is a verdict, and it is the same each time."""
    text = b"User-agent: *\n" + body
    verdict = parse(text).judge(path, US)
    assert verdict == parse(text).judge(path, US)
    assert verdict.allowed or verdict.rule is not None
    assert verdict.rule is None or verdict.rule.isprintable()


@given(PATHS, st.text(alphabet="/abé", max_size=3))
def test_an_address_is_refused_by_its_own_encoded_form(path: str, more: str) -> None:
    """A rule made of an address, special characters encoded, refuses it and all that begin with it."""
    rule = path.replace("%", "%25").replace("*", "%2A").replace("$", "%24")
    asked = path.replace("%", "%25") + more

    assert not allowed(for_all(f"Disallow: {rule}"), asked)
