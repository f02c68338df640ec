-- The articles, one row each: the truth from which the JSON Lines are published.
-- A month is "dirty" from the transaction that changes one of its articles until its file is published.
CREATE TABLE IF NOT EXISTS article (
    key          TEXT PRIMARY KEY,  -- series/id: main/531453, or en1/5314: English pages of era 1 count apart
    id           TEXT NOT NULL,     -- the article's number
    month        TEXT NOT NULL,     -- of publication, YYYY-MM, +07:00
    published_at TEXT NOT NULL,     -- ISO 8601, +07:00
    content_hash TEXT NOT NULL,     -- over title, lead, body, authors
    revision     INTEGER NOT NULL,  -- counts the changes of content_hash, from 1
    first_seen   TEXT NOT NULL,
    last_seen    TEXT NOT NULL,     -- moves with every crawl, whether anything changed or not
    record       TEXT NOT NULL      -- the JSON line, without its line end
);
CREATE INDEX IF NOT EXISTS article_by_month ON article (month, published_at);
CREATE TABLE IF NOT EXISTS dirty_month (month TEXT PRIMARY KEY);
