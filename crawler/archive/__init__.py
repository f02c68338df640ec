"""The archive of a run: every exchange with the server, as WARC 1.1, before anyone parses it. Pure.

::

    exchange.py      what goes in and comes out: Exchange, Position, Earlier
    http_message.py  its request and response as HTTP/1.1 messages, secrets removed
    record.py        WARC records and their digests          (ISO 28500, WARC 1.1)
    member.py        one gzip member a record, with a checksum over the compressed bytes
    encode.py        exchange -> members: request, response or revisit, metadata
    file_records.py  the first record of a file (warcinfo) and the last one (closing)
    writer.py        the growing file: whole groups or nothing, rotation, closing
    walk.py          every byte of a file as records and faults, in order
    groups.py        records as exchanges: order and completeness
    repair.py        at the next start: torn tails cut, files closed
    check.py         every damaged byte of a file
    reader.py        file -> exchanges, of this crawler or of another
    foreign.py       records of another crawler's files
    bodies.py        digest -> body, for revisits
"""
