"""A small newspaper of our own that speaks the paper's forms: the demo, the tests' site, the load.

Every article is a pure function of (seed, index): nothing is stored, so 100,000 articles cost no more
memory than fifty. Texts come from the text seed, markups from the markup seed; neither touches the other.

Rules of the truth where a page could be read in two ways:

- `kicker` keeps the colon at its end; `raw.published` is the stamp without label, zone and font buttons.
- The dateline mark (`LSO-`, `–`) stands in `raw.dateline`, never in `lead` or `body`.
- A text of one paragraph without images has no lead. A photo story's paragraph is its lead.
- `quirks.repeated` "glued": the machine excerpt is neither lead nor body. "twice": the first paragraph is
  the lead and stands once in the record. "later": the lead is a copy of a later paragraph, which stays in
  the body, at its place.
- A level of 3 may be printed as a bold paragraph; other levels are always printed as `<h2>`, `<h4>`.
- An era 2 address of an old article: `id` is the old number, `aliases` the old address where it is served.
"""

from crawler.replica.newspaper import Newspaper
from crawler.replica.rendering import render
from crawler.replica.truth import Truth

__all__ = ["Newspaper", "Truth", "render"]
