"""Our reading of robots.txt beside Protego's, on random files where both follow the RFC."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from protego import Protego

from crawler.fetch.robots_rules import parse

AGENTS = ("langson", "otherbot", "*")
# Left out are the forms in which Protego goes its own way: `$` within a rule, index.html, a Crawl-delay
# between two agents, encoded ASCII letters, and `?`, which it counts as three octets.
PIECES = ("/", "a", "b", "ab", "é", "%C3%A9", "%c3%a9", "%2F", "/chinh-tri/", "*")
WORDS = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
RULES = st.builds(
    lambda name, path, end: f"{name} /{path}{end}",
    st.sampled_from(("Allow:", "Disallow:", "disallow :", "ALLOW:")),
    WORDS,
    st.sampled_from(("", "$", " # ghi chú")),
)
GROUPS = st.builds(
    lambda agents, rules: [*(f"User-agent: {agent}" for agent in agents), *rules],
    st.lists(st.sampled_from(AGENTS), min_size=1, max_size=2),
    st.lists(RULES, min_size=1, max_size=5),
)
FILES = st.lists(GROUPS, max_size=4).map(lambda groups: [line for group in groups for line in group])
PATHS = st.lists(st.sampled_from([piece for piece in PIECES if piece != "*"]), max_size=6).map("".join)


@settings(max_examples=400)
@given(FILES, PATHS, st.sampled_from(("\n", "\r\n", "\n\n")))
@example(["User-agent: *", "Disallow: /a*b$", "Allow: /a*"], "aab", "\n")
def test_both_decide_alike(lines: list[str], path: str, end: str) -> None:
    """Two readers written apart from each other refuse the same addresses."""
    text = end.join((*lines, ""))
    ours, theirs = parse(text.encode()), Protego.parse(text)
    for agent in ("langson", "otherbot", "thirdbot"):
        url = f"https://baolangson.vn/{path}"
        assert ours.judge(f"/{path}", agent).allowed == theirs.can_fetch(url, agent), (text, path, agent)
