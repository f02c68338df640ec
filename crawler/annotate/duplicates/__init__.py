"""Near-duplicates and wire copies: `clusters(articles)`.

- `clusters`: groups of articles, the earliest first;
- `shingles`: an article as a set of numbers; `index`: which may be alike; `rules`: which are.
"""

from crawler.annotate.duplicates.clusters import Article, clusters

__all__ = ["Article", "clusters"]
