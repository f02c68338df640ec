"""Places of Lạng Sơn, before and after the merger of 2025: `find(text)`.

- `mention`: a name in the text and the units it stands for;
- `scan`, `context`: what looks like a place, and what the words around it say;
- `gazetteer` (with `gazetteer.tsv`): the units, their times and what became of them;
- `known`: words that tell a place from a person, a street, a battle.
"""

from crawler.annotate.places.mention import Place, find

__all__ = ["Place", "find"]
