"""The one path by which pages that we did not fetch ourselves enter the state: files, web archives.

::

    capture.py    a capture: what was asked, what came, when, and how we came by it
    ledger.py     which captures are in, and what became of each (table `capture`)
    intake.py     windows of captures: archived, read in the readers, acknowledged in one transaction
    run.py        a run of captures in a data folder: begun, taken in, published, reported
    ...           what reads files: see `inputs.py`

For a caller::

    with folder_lock(data):
        preflight(data)
        async with Ingest(data, goal=Goal(parse_sections(None)), options={"command": "ingest"},
                          now=clock.now()) as ingest:
            if not ingest.holds(url, captured_at):          # cheap: done in an earlier run
                await ingest.take(Capture(...))             # waits while a window is being read
            finished = await ingest.finish(now=clock.now()) # publishes, writes report.json

`ingest.on_end` is called with each capture and its `Outcome` once it is acknowledged. Leaving the block
without `finish` leaves the run as a kill would: the next one does what is not done.
What is acknowledged is in the state and in `runs/<run>/pages*.warc.gz`, so that `langson rebuild` comes to
the same. Captures may come in any order: the dataset depends on their moments, not on the order.
"""

from crawler.store.ingest.capture import Capture, Via
from crawler.store.ingest.run import Finished, Ingest

__all__ = ["Capture", "Finished", "Ingest", "Via"]
