"""The SQL of the reader. Every query goes through its table by an index, in the memory of a few pages."""

from __future__ import annotations

from typing import Final

# A day that no source can mean (before the paper was on the web, or in the future) is none.
_DAY = (
    "CASE WHEN day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"
    " AND day BETWEEN '2000-01-01' AND :today THEN day END"
)
# Address, state, reason, detail; then when it was published, its section, until when it waits, form, stored.
_FACTS = (
    "a.url, a.state, a.reason, a.detail, coalesce(r.published_at, a.published_at),"
    " CASE WHEN a.section IS NOT NULL THEN a.section WHEN r.key IS NOT NULL THEN"
    " rtrim(coalesce(json_extract(r.record, '$.section'), '') || '/'"
    " || coalesce(json_extract(r.record, '$.subsection'), ''), '/') END,"
    " a.not_before, a.form, r.key IS NOT NULL"
)
_SIGHTED = (
    f"SELECT key, min(url) AS url, min({_DAY}) AS day, group_concat(DISTINCT source) AS sources,"
    " group_concat(DISTINCT nullif(section, '')) AS sections FROM sighting GROUP BY key"
)
ITEMS: Final = (
    f"SELECT s.key, s.url, s.day, s.sources, s.sections, {_FACTS} FROM ({_SIGHTED}) AS s"
    " LEFT JOIN address AS a ON a.key = s.key LEFT JOIN article AS r ON r.key = s.key",
    f"SELECT a.key, a.url, NULL, NULL, NULL, {_FACTS} FROM address AS a"
    " LEFT JOIN article AS r ON r.key = a.key"
    " WHERE a.kind = 'article' AND a.key IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM sighting AS s WHERE s.key = a.key)",
    f"SELECT r.key, json_extract(r.record, '$.url'), NULL, NULL, NULL, {_FACTS} FROM article AS r"
    " LEFT JOIN address AS a ON a.key = r.key WHERE a.key IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM sighting AS s WHERE s.key = r.key)",
)
# Read, and kept under the number that the page itself names.
ELSEWHERE: Final = (
    "SELECT a.url FROM address AS a JOIN alias ON alias.url = a.url JOIN article AS r ON r.key = alias.key"
    " WHERE a.state = 'done' AND a.key IS NOT NULL AND alias.key <> a.key"
)
KEYLESS: Final = (
    "SELECT url, state, reason, detail, not_before FROM address WHERE kind = 'article' AND key IS NULL"
    " AND state <> 'done'"
)
IS_KNOWN: Final = (
    "SELECT EXISTS (SELECT 1 FROM sighting WHERE key = ?1) OR EXISTS (SELECT 1 FROM address WHERE key = ?1)"
    " OR EXISTS (SELECT 1 FROM article WHERE key = ?1)"
)
CAPTURES: Final = (
    "SELECT state, reason, detail FROM web_capture WHERE archive IN ('commoncrawl', 'wayback') AND key = ?"
    " AND state <> 'unfit'"
    " ORDER BY state = 'found' DESC, state = 'passing' DESC, state = 'filtered' DESC LIMIT 1"
)
# How the last crawl of the paper ended: nothing but a crawl takes up what waits.
LAST_CODE: Final = (
    "SELECT exit_code FROM run WHERE json_extract(options, '$.spider') IN ('politics', 'backfill')"
    " ORDER BY started_at DESC, id DESC LIMIT 1"
)
UNREAD: Final = (
    "SELECT start, min(url), form, state, reason, detail, count(*) FROM address WHERE kind = 'listing'"
    " AND state IN ('failed', 'quarantine', 'pending', 'leased')"
    " GROUP BY coalesce(start, url), form, state, reason ORDER BY 1, 2"
)
BROKEN: Final = (
    "SELECT visit.run, coalesce(address.start, visit.url), visit.reason FROM visit JOIN address USING (url)"
    " WHERE visit.kind = 'listing' AND visit.fate IN ('failed', 'quarantine')"
)
