"""The hand-checked samples, and how they are scored.

`sample_tuned.txt` was written first and the grammars against it; `sample_held_out.txt` was written before
any grammar, and scored once; `sample_fresh.txt` was written after the first mends, harder on purpose, and
scored once. What `sample_independent_a.txt` and `_b.txt` are, `test_figures` tells. All people are invented.
A paragraph is a line `T: text`, then `O: name | office | …` for each official and
`D: kind | number | date | issuer` (`-` for none) for each cited document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its gold: (name, office) pairs and (kind, number, date, issuer)."""

    text: str
    offices: tuple[tuple[str, str], ...]
    documents: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """What was found right, found in all, and to be found."""

    right: int
    found: int
    gold: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.gold)


def paragraphs(name: str) -> list[Paragraph]:
    """Read a sample."""
    blocks = (FOLDER / f"sample_{name}.txt").read_text("utf-8").strip().split("\n\n")
    return [_paragraph(block.splitlines()) for block in blocks]


def _paragraph(lines: list[str]) -> Paragraph:
    text = lines[0].removeprefix("T: ")
    rows = [(line[0], line[3:].split(" | ")) for line in lines[1:]]
    offices = [(row[0], office) for kind, row in rows if kind == "O" for office in row[1:]]
    documents = [tuple(None if cell == "-" else cell for cell in row) for kind, row in rows if kind == "D"]
    return Paragraph(text, tuple(offices), tuple(documents))


def score(pairs: Iterable[tuple[Iterable[object], Iterable[object]]]) -> Score:
    """Compare (gold, found) of each paragraph, counting each as often as it stands there."""
    right = found = gold = 0
    for wanted, given in pairs:
        ours, theirs = Counter(wanted), Counter(given)
        right += (ours & theirs).total()
        found, gold = found + theirs.total(), gold + ours.total()
    return Score(right, found, gold)
