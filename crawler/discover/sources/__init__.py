"""Sources of addresses: bytes of a feed, a sitemap, a REST answer… -> articles with their days. Pure.

- ``found``         the types that all parsers give: `SourcePage` of `SourceLink` and `SourcePart`
- ``parse``         the one way in: `parse_source(name, body, url, question)`
- ``start``         where each source begins: `first_addresses(name, base, sections, window)`
- ``feed``          RSS 2.0, Atom, RDF
- ``sitemap``       indexes, urlsets, news sitemaps, plain texts, gzip; robots.txt's ``Sitemap:`` lines
- ``rest``          WordPress's REST interface
- ``search``        era 2's search page
- ``ids``           numbers that no source has shown yet
- ``address_file``  a file of addresses: text, CSV, JSON lines

Each parser gives what it could read and raises `NotSourceError` alone, where the bytes are another thing
than the source (an HTML page at the feed's address). None decides what is fetched.
"""
