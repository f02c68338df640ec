"""The documentation leads somewhere: links, headings, options and the index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from crawler.cli.app import app
from tests.docs.pages import PAGES, ROOT, blocks, name, prose

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+?) *$", re.M)
_SPAN = re.compile(r"`([^`]+)`")
_SUBSTITUTED = re.compile(r"\$\([^)]*\)")
_OPTION = re.compile(r"(?<![\w-])(--?[a-zA-Z][\w-]*)")
_COMMANDS = typer.main.get_command(app)
_OWN_PAGES = (*PAGES, ROOT / "CONTRIBUTING.md")


def anchors(page: Path) -> set[str]:
    """The names of a page's headings, as GitHub makes them."""
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in _HEADING.findall(prose(page)))
    return {heading.replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("page", _OWN_PAGES, ids=name)
def test_links_resolve(page: Path) -> None:
    """A link to a file finds it, and a link to a heading finds the heading."""
    for link in _LINK.findall(prose(page)):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, heading = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link}: there is no {path}"
        assert not heading or heading in anchors(target), f"{link}: no such heading"


def test_the_index_names_every_page() -> None:
    """docs/README.md leads to every other page of docs/."""
    index = ROOT / "docs/README.md"
    linked = {(index.parent / link.partition("#")[0]).resolve() for link in _LINK.findall(prose(index))}
    assert {page for page in PAGES if page.is_relative_to(index.parent)} - {index} <= linked


def calls(page: Path) -> Iterator[str]:
    """Each line or code span of a page in which `langson` is called, without comments and output."""
    text = "\n".join(line for block in blocks(page) for line in block.lines if block.language != "json")
    joined = re.sub(r"\\\n\s*", " ", text + "\n" + prose(page))
    lines = (line.strip().removeprefix("$ ") for line in joined.splitlines())
    spans = (" ".join(span.split()) for span in _SPAN.findall(prose(page)))
    for call in (*lines, *spans):
        plain = _SUBSTITUTED.sub("", call.partition("  #")[0])
        for part in re.split(r"\||&&|;", plain):
            if part.strip().startswith("langson ") and not part.strip().startswith("langson: "):
                yield part.strip()


def unknown(call: str) -> list[str]:
    """The subcommand or options of a call that do not exist."""
    words = call.split()[1:]
    command = _COMMANDS
    while words and hasattr(command, "commands") and re.fullmatch(r"[a-z][a-z-]*", words[0]):
        name_ = words.pop(0)
        if name_ not in command.commands:
            return [name_]
        command = command.commands[name_]
    own = {option for one in command.params for option in (*one.opts, *one.secondary_opts)} | {"-h", "--help"}
    bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", " ".join(words))
    found = _OPTION.findall(bare)
    return [option for option in found if option not in own and not re.fullmatch(r"-v+", option)]


@pytest.mark.parametrize("page", _OWN_PAGES, ids=name)
def test_every_command_exists(page: Path) -> None:
    """Each `langson …` of a page is a command with these options."""
    wrong = {call: names for call in calls(page) if (names := unknown(call))}
    assert not wrong


@pytest.mark.parametrize(
    ("call", "names"),
    [
        ("langson crawl --since 7d -vv", []),
        ("langson crawl --sinc 7d", ["--sinc"]),
        ("langson crwal", ["crwal"]),
        ("langson replica serve --port 0", []),
        ("langson replica serves --port 0", ["serves"]),
        ("langson find -- '--not'", []),
    ],
)
def test_unknown(call: str, names: list[str]) -> None:
    """What does not exist is named."""
    assert unknown(call) == names
