"""Every damaged byte of a data folder: what it is, where, and which command repairs it.

::

    damage.py      a damaged place, as a line for people
    archive.py     the WARC files, each by itself
    state.py       the SQLite file: seal, structure, each record by itself
    comparison.py  the state against what the archive says it must be
    record.py      what a line of the dataset must be
    lines.py       the published files against the state
    folder.py      all of it, one after the other, without writing to the folder
"""

from crawler.store.verify.folder import verify

__all__ = ["verify"]
