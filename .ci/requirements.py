"""Pick from constraints.txt the pinned, hashed lines that an installation needs.

    python .ci/requirements.py [EXTRA…] > requirements.txt    what the project needs with the extras
    python .ci/requirements.py --tools > tools.txt            pip and the build system

pip refuses hashes in a constraints file for requirements that are not pinned themselves, so this
walks the "via" comments of constraints.txt from the names in pyproject.toml (runtime and the extras
asked for) and prints those packages' lines with their hashes. A package missed here makes
`pip install --require-hashes` fail: it cannot be forgotten silently.
"""

from __future__ import annotations

import re
import sys
import tomllib
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==")
_VIA = re.compile(r"^    #(?: via)?\s+([A-Za-z0-9][A-Za-z0-9._-]*)")


def wanted(extras: list[str]) -> set[str]:
    """The names that pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    if extras == ["--tools"]:
        lines = ["pip", *project["build-system"]["requires"]]
    else:
        more = (project["project"]["optional-dependencies"][extra] for extra in extras)
        lines = [*project["project"]["dependencies"], *chain.from_iterable(more)]
    return {normal(_NAME.match(line).group()) for line in lines}


def normal(name: str) -> str:
    """One spelling for a package's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def blocks(text: str) -> list[tuple[str, list[str], set[str]]]:
    """Take constraints.txt apart: (name, its lines, the packages that need it)."""
    found: list[tuple[str, list[str], set[str]]] = []
    for line in text.splitlines():
        if match := _PINNED.match(line):
            found.append((normal(match[1]), [line], set()))
        elif match := _VIA.match(line):
            found[-1][2].add(normal(match[1]))
        elif line.startswith("    --hash"):
            found[-1][1].append(line)
    return found


def main(extras: list[str]) -> None:
    """Print the lines that the project needs with these extras."""
    pinned = blocks((ROOT / "constraints.txt").read_text("utf-8"))
    names = wanted(extras)
    while more := {name for name, _, needed_by in pinned if needed_by & names} - names:
        names |= more
    for name, lines, _ in pinned:
        if name in names:
            print("\n".join(lines))


if __name__ == "__main__":
    main(sys.argv[1:])
