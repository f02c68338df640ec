"""Captures of the paper's pages in public web archives: bytes in, decisions out. Pure.

::

    capture.py    one line of an index: which page, when, as what, and where its bytes lie
    cdx.py        a page of an index -> captures, in each form that CDX servers answer in
    collections.py   Common Crawl's list of its indexes, one a crawl
    query.py      the questions to a CDX server, as addresses
    choice.py     which capture of an article is tried first
    content.py    what a capture gave: the archived answer, and whether it is the one that was promised
    record.py     the bytes of a WARC or ARC record -> content
    replay.py     the answer of a raw replay -> content

A capture's date is when an archive came by. It is never an article's date: the header's clock shows it.
"""
