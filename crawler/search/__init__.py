"""Full-text search over a data folder's articles: the index, what is asked of it, what is shown of a hit.

Vietnamese is written, and searched, with and without its marks: `dong dang` finds `Đồng Đăng`, `uỷ` finds
`ủy`. So texts and queries are compared by `normalise.text.fold`; where a query has marks, articles that have
the same ones come first. Nothing needs to be installed: SQLite's FTS5 is enough.

- `words`, `query`: a text's words, and what somebody asks for;
- `marking`, `snippet`: which words of an article answer it, and the passage to show;
- `entry`, `export`, `folder`: the state's articles as `browse.sqlite`, refreshed when the state has changed;
- `filters`, `find`, `facets`: hits in order, and how they are spread over sections, months, authors, tags and
  cited documents.
"""
