"""Cited party and state documents: `find(text)`.

- `citation`: the grammar around a document's number;
- `tail`: the date and the issuer behind it;
- `kinds`: the kinds of documents and the codes in their numbers.
"""

from crawler.annotate.documents.citation import Document, find

__all__ = ["Document", "find"]
