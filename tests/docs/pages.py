"""The pages of the documentation, taken apart: blocks of code, commands, links, headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
_FENCE = re.compile(r"^(\s*)```(\w*)\s*$")
_CODE = re.compile(r"^\s*```.*?^\s*```\s*$", re.M | re.S)
_EXIT = re.compile(r"\s+# exit code (\d+)$")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, lines, and the line of the page where it begins."""

    language: str
    lines: tuple[str, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Command:
    """A command as a reader would type it, what the page shows of its output, and the exit code."""

    text: str
    shown: tuple[str, ...]
    code: int


def name(page: Path) -> str:
    """How a page is called in the tests."""
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> Iterator[Block]:
    """Every fenced block of a page, in order."""
    language, indent, at = None, "", 0
    lines: list[str] = []
    for number, line in enumerate(page.read_text("utf-8").splitlines(), 1):
        fence = _FENCE.match(line)
        if fence and language is None:
            indent, language, lines, at = fence[1], fence[2], [], number
        elif fence and language is not None:
            yield Block(language, tuple(lines), at)
            language = None
        elif language is not None:
            lines.append(line.removeprefix(indent))
    assert language is None, f"{name(page)}: the block of line {at} has no end"


def commands(block: Block) -> Iterator[Command]:
    """The commands of a ``console`` block: lines after ``$ ``, with what follows a backslash."""
    text, shown = "", list[str]()
    for line in block.lines:
        if text.endswith("\\"):
            text = f"{text[:-1].rstrip()} {line.strip()}"
        elif line.startswith("$ "):
            if text:
                yield _command(text, shown)
            text, shown = line[2:], []
        else:
            assert text, f"line {block.at}: output before any command"
            shown.append(line)
    assert text, f"line {block.at}: a console block without a command"
    yield _command(text, shown)


def _command(text: str, shown: list[str]) -> Command:
    code = _EXIT.search(text)
    plain = _EXIT.sub("", text)
    return Command(plain, tuple(line for line in shown if line.strip(" …")), int(code[1]) if code else 0)


def prose(page: Path) -> str:
    """The text of a page without its fenced blocks."""
    return _CODE.sub("", page.read_text("utf-8"))
