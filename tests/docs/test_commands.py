"""Every command and every piece of Python in the documentation does what its page says."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, Block, Command, blocks, commands, name
from tests.docs.session import Session

_TRIED = ("console", "python")
WITH_COMMANDS = [page for page in PAGES if any(block.language in _TRIED for block in blocks(page))]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `langson demo` leaves it. Not to be written to."""
    session = Session(tmp_path_factory.mktemp("demo"))
    session.run(Command("langson demo", (), 0))
    return session.folder / "data"


@pytest.fixture
def reader(demo: Path, tmp_path: Path) -> Iterator[Session]:
    """A reader who has run `langson demo`."""
    shutil.copytree(demo, tmp_path / "data")
    session = Session(tmp_path)
    yield session
    session.close()


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[Session]:
    """A reader with an empty folder."""
    session = Session(tmp_path)
    yield session
    session.close()


@pytest.mark.drill
@pytest.mark.parametrize("page", WITH_COMMANDS, ids=name)
def test_page(page: Path, reader: Session) -> None:
    """From top to bottom, each command ends with the code that is said and prints what is shown."""
    if "jq" in page.read_text("utf-8") and shutil.which("jq") is None:
        missing = "jq is not installed (apt-get install jq)"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    for block in blocks(page):
        if block.language == "python":
            reader.run_python(block.lines)
        elif block.language == "console":
            for command in commands(block):
                reader.run(command)


WRONG = [
    ("echo 0.1", ("0.2",), 0, "not said"),
    ("echo one two", ("one",), 0, "not said"),
    ("printf '%s\\n' one two", ("two", "one"), 0, "not said"),
    ("exit 2", (), 0, "exit code 2"),
    ("true", (), 3, "exit code 0"),
    ("true | false", (), 0, "exit code 1"),
    ("false | true", (), 0, "exit code 1"),
    ("langson crawl --contact you@example.org", (), 0, "would ask the paper itself"),
]


@pytest.mark.parametrize(("text", "shown", "code", "complaint"), WRONG)
def test_what_is_wrong_fails(
    text: str, shown: tuple[str, ...], code: int, complaint: str, newcomer: Session
) -> None:
    """A line that is not printed, another exit code, a pipe that breaks: the page's test fails."""
    with pytest.raises(AssertionError, match=complaint):
        newcomer.run(Command(text, shown, code))


def test_python_that_breaks_fails(newcomer: Session) -> None:
    """A block of Python that raises fails the page's test."""
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        newcomer.run_python(("1 / 0",))


def test_commands_of_a_block() -> None:
    """A command goes on behind a backslash; its exit code stands in a comment; … shows nothing."""
    lines = ("$ langson find \\", "    'a b'   # exit code 5", "…", "nothing …", "$ true")
    assert list(commands(Block("console", lines, 1))) == [
        Command("langson find 'a b'", ("nothing …",), 5),
        Command("true", (), 0),
    ]
