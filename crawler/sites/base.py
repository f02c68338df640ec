"""What every paper of the family tells us about its addresses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ArticleAddress:
    """An address of an article, taken apart.

    Attributes:
        id: The article's number, the key of the record.
        layout: "era1", "era2", or "unknown" for a paper we do not know.
        section: Slug from the path, or None where the path has none (era 2).
        subsection: Second slug from the path, or None.
        language: "en" below /en/, else "vi".
        canonical: The address without query, fragment and needless variation.
    """

    id: str
    layout: str
    section: str | None
    subsection: str | None
    language: str
    canonical: str
