"""Captures of the paper's articles out of public web archives: who asks the archives, and what is made of it.

::

    endpoints.py     where an archive is asked: settings, checked
    addresses.py     which numbers a host's name may stand for
    client.py        one request at a time: pace, limits, Retry-After, back-off, an end after five failures
    index_cache.py   pages of indexes on the disk, so that they are not asked for again
    index.py         questions to an index, through that
    commoncrawl.py   Common Crawl: indexes by crawl, records by byte range
    wayback.py       the Wayback Machine, or pywb: one index, raw replay
    wish.py          what is wanted, whom it is asked of, where it goes, what was done
    harvest.py       captures found, the best one of each article fetched and taken in
    run.py           a run in a data folder: all of these put together

What is decided about bytes is decided in `crawler.discover.captures`; what enters the data folder enters it
through `crawler.store.ingest`. `cdx_toolkit` was looked at and is not used: it neither obeys Retry-After nor
ever gives up on 429 and 503, reads any answer whole into memory, compares no digest and no Content-Range,
writes to the home folder, takes no list of fewer than 60 indexes, and has no place for a contact.
"""
