"""The dataset in a browser: `langson browse`, on this machine only, nothing can be changed.

Datasette serves the index of `crawler.search` (tables, facets, SQL within its limits, CSV and JSON); its
plugin here adds the pages that people look at: the search, an article as the paper printed it, its history.
No script runs on those, and nothing is asked of another machine.

- `server`: Datasette made for a data folder, and served;
- `guard`: who may ask, and what the browser may do with the answer;
- `address`: what an address of the search asks for, and the addresses of its links;
- `views`, `downloads`: the pages and the exports; `article_page`, `history_page`: what they show.
"""
