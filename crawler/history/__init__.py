"""What is known of one article over time: its contents, addresses, views, and if it is still there. Pure.

`load` reads it from a data folder's state, `keys` says which article a number or an address means, `compare`
gives what changed between two records block by block (`words` within a paragraph), `lines` prints it for
people and `as_json` for programs. Used by `langson history`, the browser's article page and the release.
"""

from __future__ import annotations

from crawler.history.article import Address, History, Observation, Tombstone, Version
from crawler.history.blocks import BlockChange
from crawler.history.compare import Comparison, FieldChange, compare
from crawler.history.identity import Named, keys, why_not_stored
from crawler.history.json_form import as_json
from crawler.history.load import load
from crawler.history.words import Piece

__all__ = [
    "Address",
    "BlockChange",
    "Comparison",
    "FieldChange",
    "History",
    "Named",
    "Observation",
    "Piece",
    "Tombstone",
    "Version",
    "as_json",
    "compare",
    "keys",
    "load",
    "why_not_stored",
]
