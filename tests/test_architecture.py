"""The layout's rules: what may import what, how long a file may be, what no file is called."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "crawler"
MODULES = sorted(PACKAGE.rglob("*.py"))

# From the middle outwards: a part may import the parts of its own row and of earlier rows.
LAYERS = (
    ("items", "errors"),
    ("sites", "extract", "normalise", "validate"),  # extract asks normalise's grammars
    ("process", "discover", "fetch", "archive", "workers", "annotate"),
    ("store", "report"),
    ("history", "monitoring"),
    ("web_archives", "batch"),  # they ask archives (aiohttp) and clusters (dask) themselves: no Scrapy
    ("search", "release"),
    ("browse",),  # Datasette
    (
        *("exporters", "settings", "spiders", "pipelines", "middlewares", "extensions", "runner"),
        *("scheduler", "download_handler", "resolver", "clock"),
    ),
    ("cli", "commands"),
)
# A site of its own: it may not know the crawler, nor the crawler it; only the command and tests start it.
REPLICA = "replica"
PURE = (*(part for row in LAYERS[:-2] for part in row), REPLICA)
MAY_START_THE_REPLICA = ("cli/replica.py", "cli/demo.py")
MAX_LINES = 300
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}


def name_of(path: Path) -> str:
    """A path below crawler/, for messages."""
    return path.relative_to(PACKAGE).as_posix()


def part_of(path: Path) -> str:
    """The part of the layout that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_parts(path: Path) -> set[str]:
    """The parts of crawler that a file imports, at its top or inside its functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "crawler":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("crawler."):
            found.add((node.module or "").split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("crawler.")}
    return {part for part in found if (PACKAGE / part).is_dir() or (PACKAGE / f"{part}.py").is_file()}


def level(part: str) -> int:
    """How far out a part stands."""
    return next(number for number, parts in enumerate(LAYERS) if part in parts)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_one_way(path: Path) -> None:
    """No file imports a part that stands further out; the replica stands apart from all."""
    part = part_of(path)
    if part == "__init__":
        assert imported_parts(path) == set()
    elif part == REPLICA:
        assert imported_parts(path) <= {REPLICA}
    else:
        others = imported_parts(path)
        assert REPLICA not in others or name_of(path) in MAY_START_THE_REPLICA
        assert [other for other in others - {REPLICA} if level(other) > level(part)] == []


def test_every_part_has_its_place() -> None:
    """A new folder is written into the rule."""
    known = {part for parts in LAYERS for part in parts} | {REPLICA, "__init__"}

    assert {part_of(path) for path in MODULES} <= known


IMPORT_ALL = """
import importlib, pkgutil, sys
sys.modules["scrapy"] = sys.modules["twisted"] = None
for part in sys.argv[1:]:
    module = importlib.import_module(f"crawler.{part}")
    for found in pkgutil.walk_packages(getattr(module, "__path__", []), f"crawler.{part}."):
        importlib.import_module(found.name)
print(len([name for name in sys.modules if name.startswith("crawler.")]))
"""


def test_the_middle_works_without_scrapy() -> None:
    """Every module of the pure parts is imported where Scrapy and Twisted cannot be."""
    command = [sys.executable, "-c", IMPORT_ALL, *PURE]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= len(
        [path for path in MODULES if part_of(path) in PURE and path.stem != "__init__"]
    )


def test_the_command_starts_without_scrapy() -> None:
    """`langson --help` and `langson extract` do not wait for Scrapy."""
    code = "import sys, crawler.cli, crawler.process; print({'scrapy', 'twisted'} & set(sys.modules))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_file_sizes(path: Path) -> None:
    """A file that grows over 300 lines holds two things."""
    assert len(path.read_text("utf-8").splitlines()) <= MAX_LINES


def test_names() -> None:
    """A file is called by its subject."""
    names = {path.stem for path in MODULES} | {path.name for path in PACKAGE.rglob("*") if path.is_dir()}

    assert names & NO_NAMES == set()


def class_names(folder: str) -> Iterator[str]:
    """The texts in a part's code that could be class names or ids of markup: `news-detail`, `box_tin`."""
    for path in sorted((PACKAGE / folder).rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                yield from re.findall(r"(?<![\w-])[a-z]+(?:[-_][a-z0-9]+)+(?![\w-])", node.value)


# Words that HTML, HTTP, the record or a file format give to both; a page's author does not choose them.
STANDARD = re.compile(
    r"(?:utf|iso|windows|cp|x|http|content|data|aria|og|article|application|text|json|schema|accept|last|no|user)[-_].*"
    r"|published_at|updated_at|view_count|fetched_at|content_hash|.*_time|site_name"
)


def test_extractor_and_replica_share_no_class_names() -> None:
    """The extractor cannot have been fitted to the replica's markup: they have no such word in common."""
    shared = set(class_names("extract")) & set(class_names(REPLICA))

    assert {word for word in shared if not STANDARD.fullmatch(word)} == set()
