"""Near-duplicates among 100,000 articles: seconds, memory, and how many planted copies are found.

`python benchmarks/duplicates.py` (or `--articles N`). Articles of some 450 syllables are drawn as they are
read: one in ten is a copy of an earlier one (words changed, shortened, or with a lead of its own), one in
twenty is a form filled in anew. Seconds are the processor's, drawing left out. Memory is what the process
grew by; the shingles lie in a temporary file.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

if not __package__:  # started as a file: the project need not be installed
    sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.table import table
from crawler.annotate.duplicates import Article, clusters

ONSETS = "b c ch d đ g gh h k kh l m n ng nh p ph qu r s t th tr v x".split()
RHYMES = """
a an ang anh ao ay ăn âm ân âu e en eo ê ênh i iên in inh o oan oi ong ô ôn ơi u ung ương ươn ưa yêu
""".split()
SYLLABLES = [onset + rhyme for onset in ONSETS for rhyme in RHYMES]
WEIGHTS = [1 / (rank + 5) for rank in range(len(SYLLABLES))]
LENGTH = 450
KEPT = 2000  # originals that may still be copied


def main() -> None:
    """Measure once and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=100_000)
    count = parser.parse_args().articles
    copies: list[tuple[str, str]] = []
    drawn, before = Stopwatch(articles(count, copies)), _memory()
    began = time.process_time()
    found = clusters(drawn)
    seconds = time.process_time() - began - drawn.seconds
    of = {name: number for number, cluster in enumerate(found) for name in cluster}
    right = sum(one in of and of.get(one) == of.get(other) for one, other in copies)
    wrong = len(of) - len({name for pair in copies for name in pair} & set(of))
    head = ("articles", "seconds", "ms each", "memory", "clusters", "copies found", "others")
    row = (
        f"{count:,}",
        f"{seconds:.0f}",
        f"{seconds / count * 1000:.2f}",
        f"{_memory() - before:.0f} MB",
        f"{len(found):,}",
        f"{right:,} of {len(copies):,}",
        f"{wrong:,}",
    )
    print(table("Near-duplicates", head, [row]))


class Stopwatch:
    """Hand articles on; the processor's seconds that drawing them took are kept apart."""

    def __init__(self, drawn: Iterator[Article]) -> None:
        self._drawn = drawn
        self.seconds = 0.0

    def __iter__(self) -> Iterator[Article]:
        """Draw them one by one."""
        while True:
            began = time.process_time()
            article = next(self._drawn, None)
            self.seconds += time.process_time() - began
            if article is None:
                return
            yield article


def articles(count: int, copies: list[tuple[str, str]]) -> Iterator[Article]:
    """Draw the articles; what is a copy of what is noted."""
    draw = random.Random(1)
    kept: list[tuple[str, list[str]]] = []
    form = _words(draw, 300)
    for number in range(count):
        name, kind = str(number), draw.random()
        if kind < 0.1 and kept:
            original, words = draw.choice(kept)
            copies.append((original, name))
            words = _edited(draw, words)
        elif kind < 0.15:
            words = [str(draw.randrange(1000)) if at % 12 == 0 else word for at, word in enumerate(form)]
        else:
            words = _words(draw, LENGTH)
            kept.append((name, words))
            del kept[:-KEPT]
        yield name, f"{number:09}", " ".join(words)


def _words(draw: random.Random, count: int) -> list[str]:
    return draw.choices(SYLLABLES, WEIGHTS, k=count)


def _edited(draw: random.Random, words: list[str]) -> list[str]:
    kind = draw.randrange(3)
    if kind == 0:
        return words[: int(len(words) * draw.uniform(0.45, 0.9))]
    if kind == 1:
        return _words(draw, 40) + words
    changed = words.copy()
    for at in draw.sample(range(len(words)), len(words) // 30):
        changed[at] = draw.choice(SYLLABLES)
    return changed


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
