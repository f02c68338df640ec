"""Archived pages read again at scale: any number of WARC files, one task and one output a file.

::

    version.py   which rules read the pages: a name, and a digest of their code
    pages.py     a file's pages with their places, as the crawl saw them or as any WARC has them
    output.py    one file's output: JSON lines, and a summary that says what they were made of
    job.py       a file read into its output, page by page, in a process that may be killed
    kept.py      the same in a long-lived worker, whose reading process is kept
    rounds.py    all files; then those again whose bodies stand in other files
    cluster.py   where the jobs run: dask.distributed, one machine's or an existing cluster
    progress.py  what is shown meanwhile
    newest.py    the newest record of each article, whatever the order of files and workers
    known.py     the data folder's archive replayed with the readings that the outputs hold
    datasets.py  a data folder, or JSON lines, as records by their keys
    fields.py    which records differ from the published ones, and in which field
    words.py     that, as a table for people
    ends.py      how the pages of addresses ended by the new readings
    apply.py     the new readings put into a data folder's state

The jobs know neither dask nor each other: dask is imported where a cluster is made, and nowhere else.
"""
