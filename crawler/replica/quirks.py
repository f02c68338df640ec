"""How a page departs from its own text: repeated leads, machine excerpts, codes and declarations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random

_CHARSETS = (
    "declared", "undeclared", "header-latin", "meta-latin", "meta-legacy", "legacy", "wide",
)  # fmt: skip
_CHARSET_SHARES = (900, 40, 20, 15, 10, 10, 5)
_LETTERS = ("composed", "decomposed", "named", "numeric")
_LETTER_SHARES = (940, 25, 20, 15)


@dataclass(frozen=True, slots=True)
class Quirks:
    """Departures of one page; the defaults are a page without any.

    Attributes:
        repeated: None; "glued": a machine excerpt stands before the text; "twice": the first
            paragraph stands twice; "later": the lead is a copy of a later paragraph.
        letters: "composed" (NFC), "decomposed" (NFD), "named" or "numeric" (letters as entities).
        charset: "declared" (UTF-8, said so), "undeclared" (UTF-8, nothing said), "header-latin"
            (the header says ISO-8859-1), "meta-latin" and "meta-legacy" (the page says windows-1252 or
            windows-1258, all three being UTF-8 in truth), "legacy" (windows-1258 indeed), "wide"
            (UTF-16 with a mark).
    """

    repeated: str | None = None
    letters: str = "composed"
    charset: str = "declared"

    def of_era(self, era: int) -> Quirks:
        """Give the departures of the article's page of an era: era 2 wrote no legacy codes."""
        if era == 2 and self.charset in ("legacy", "wide"):
            return Quirks(self.repeated, self.letters)
        return self


def drawn_quirks(rng: Random, era: int, published: datetime, kind: str, language: str) -> Quirks:
    """Draw a page's departures; which leads are repeated depends on the year (site.md part 3)."""
    charset = rng.choices(_CHARSETS, _CHARSET_SHARES)[0]
    letters = rng.choices(_LETTERS, _LETTER_SHARES)[0]
    draw = rng.random()
    if charset in ("legacy", "wide"):
        letters = "composed"
    repeated = None
    if era == 1 and kind in ("report", "agency", "long") and language == "vi":
        shares = {2010: ("glued", 0.6), 2012: ("later", 0.4), 2013: ("twice", 0.4)}
        mode, share = shares.get(published.year, (None, 0.0))
        repeated = mode if draw < share else None
    return Quirks(repeated, letters, charset)
