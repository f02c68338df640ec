"""`runs/<run>/report.html`: a run for people, one file that needs no network and no script.

::

    report.json + state  ->  lists (SQL, bounded)  ->  view (what is said)  ->  templates (Jinja2, escaped)
                             plots/ (geometry, a module a plot)       ->

`dataset` and `changed` gather what the report keeps for it; `write` makes the file. Everything that comes
from a page (titles, addresses, details) is cut, cleaned and escaped; links are http and https only.
"""
