"""Annotations: what an article names, with offsets into its text. An optional stage; pure.

Cited documents, officials with their offices, and places. They are derived: a stored record and its
content hash never depend on them, and they are versioned apart from the extractor (`VERSION`).

- `annotate`: the annotations of a record; `annotated`: the record with them as its last field;
- `text.flat_text`: the body as one plain text, which the offsets of the field `body` count in;
- `documents`, `officials`, `places`: each `find(text)` gives what a text names;
- `reading`, `words`: a text made even, its words, and phrases looked up in them;
- `duplicates`: clusters of near-duplicate articles, apart from all this.
"""

from crawler.annotate.record import KEY, VERSION, annotate, annotated, without

__all__ = ["KEY", "VERSION", "annotate", "annotated", "without"]
