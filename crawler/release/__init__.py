"""A release: an immutable, dated snapshot of the dataset that can be cited, loaded in one line and checked.

Same state, same bytes: nothing here asks a clock, and the writers' settings are pinned.

::

    snapshot.py     a data folder's rows, read at one moment
    redaction.py    who asked to be left out, and which records that means
    selection.py    which articles are released, in which split
    near_copies.py  near-duplicates, which must not be parted
    splits.py       train, validation and test in the order of time
    columns.py      the tables' columns (Arrow), made from `items`
    tables.py       a table's files: Parquet and JSON lines (zstd), a pair for each split
    previous.py     the release before, read again
    changes.py      what changed since then
    facts.py        what the data card says, counted
    holes.py        what is known to be missing
    card/           README.md, with Hugging Face's front matter
    papers.py       CHANGELOG, JSON Schema, release.json
    folder.py       the folder: whole or not at all, with its SHA256SUMS
    make.py         all of it together
"""
