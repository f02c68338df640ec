"""From strings as printed to values: dates, view counts, bylines, clean text.

Each reader is a closed grammar: what it does not know it refuses, and says why. None looks at a
clock, none raises on any string, none guesses.

- ``text``      white space, invisible characters, NFC; comparison keys
- ``dates``     a printed stamp -> a time in +07:00 (`date_*` and `relative` are its parts)
- ``counts``    a printed view counter -> an integer
- ``bylines``   a printed byline -> people, source; a caption -> caption and photographer
- ``lines``     the pure half of ``langson normalise``
"""
