"""The archive read again: the same pages, the same decisions, the same state and files.

::

    runs.py     the archived runs of a data folder, and which answers a killed run never acknowledged
    answer.py   an archived exchange as the answer that the crawl saw: decoded, refused if not whole
    ends.py     what an answer does to the state: kept, refused, gone, confirmed
    robots.py   each robots.txt that was received, noted again
    replay.py   one run after the other, in the archive's order
    rebuild.py  `langson rebuild`: a new state and new files in the old ones' place
"""
