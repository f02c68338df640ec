-- One file is frontier, ledger and truth: every address with its state, every article with its revisions,
-- every view count observed, every run. The JSON Lines are published from it.

-- --- articles -----------------------------------------------------------------------------------
-- A month is "dirty" from the transaction that changes one of its articles until its file is published.
CREATE TABLE IF NOT EXISTS article (
    key          TEXT PRIMARY KEY,  -- series/id: main/531453, or en1/5314: English pages of era 1 count apart
    id           TEXT NOT NULL,     -- the article's number
    month        TEXT NOT NULL,     -- of publication, YYYY-MM, +07:00
    published_at TEXT NOT NULL,     -- ISO 8601, +07:00
    content_hash TEXT NOT NULL,     -- over title, lead, body, authors
    revision     INTEGER NOT NULL,  -- counts the changes of content_hash, from 1
    first_seen   TEXT NOT NULL,
    last_seen    TEXT NOT NULL,     -- moves with every visit, whether anything changed or not
    record       TEXT NOT NULL      -- the JSON line, without its line end
);
CREATE INDEX IF NOT EXISTS article_by_month ON article (month, published_at);
CREATE TABLE IF NOT EXISTS dirty_month (month TEXT PRIMARY KEY);
-- What a published file held when it was written: a file that differs was torn or edited, and is rewritten.
CREATE TABLE IF NOT EXISTS published (month TEXT PRIMARY KEY, size INTEGER NOT NULL, digest TEXT NOT NULL);
-- Earlier contents: a row for each change of content_hash, the newest is in `article`.
CREATE TABLE IF NOT EXISTS revision (
    key      TEXT NOT NULL,
    revision INTEGER NOT NULL,
    record   TEXT NOT NULL,
    PRIMARY KEY (key, revision)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS observation (  -- views as printed, at each visit that printed them
    key        TEXT NOT NULL,
    seen_at    TEXT NOT NULL,
    view_count INTEGER NOT NULL,
    PRIMARY KEY (key, seen_at)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS alias (key TEXT NOT NULL, url TEXT NOT NULL, PRIMARY KEY (key, url)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tombstone (key TEXT PRIMARY KEY, url TEXT NOT NULL, gone_at TEXT NOT NULL);

-- --- frontier -----------------------------------------------------------------------------------
CREATE TABLE IF NOT EXISTS goal (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS address (
    url           TEXT PRIMARY KEY,  -- as it is asked for
    kind          TEXT NOT NULL,     -- article, listing
    key           TEXT,              -- of the article; one address stands for all of its
    state         TEXT NOT NULL,     -- pending, leased, done, gone, failed, filtered, quarantine
    reason        TEXT NOT NULL DEFAULT '',
    detail        TEXT NOT NULL DEFAULT '',
    goal          INTEGER,           -- what was wanted when it was found: judged by this, whichever run asks
    start         TEXT,              -- of a listing page: the first page of its walk
    form          TEXT NOT NULL DEFAULT '',  -- "xhr", or "main": stood in a listing's main list
    priority      INTEGER NOT NULL DEFAULT 0,
    not_before    REAL NOT NULL DEFAULT 0,   -- Unix seconds: asked no earlier
    tries         INTEGER NOT NULL DEFAULT 0,
    fails         INTEGER NOT NULL DEFAULT 0,  -- runs in a row that gave it up
    due           REAL,              -- Unix seconds: when a later run asks again; NULL: never
    found_at      TEXT NOT NULL,
    checked_at    TEXT,
    published_at  TEXT,
    section       TEXT,              -- with its subsection, as in an address
    etag          TEXT,
    last_modified TEXT,
    digest        TEXT,              -- of the last archived payload
    digest_at     TEXT,
    gone_at       REAL               -- Unix seconds: first time that it was not there
);
CREATE INDEX IF NOT EXISTS address_waiting ON address (priority DESC) WHERE state = 'pending';
CREATE INDEX IF NOT EXISTS address_due ON address (due) WHERE due IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS address_by_key ON address (key) WHERE key IS NOT NULL;
-- How far a listing was read: the page ahead, and what its articles are known to cover without a hole.
CREATE TABLE IF NOT EXISTS walk (
    start TEXT NOT NULL,
    goal  INTEGER NOT NULL,
    walk  TEXT NOT NULL,
    PRIMARY KEY (start, goal)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS coverage (
    start TEXT PRIMARY KEY,
    low   TEXT NOT NULL,  -- first day covered, ISO 8601; '' for the listing's end
    high  TEXT NOT NULL   -- when the walk that covered it began
) WITHOUT ROWID;

-- --- ledger -------------------------------------------------------------------------------------
CREATE TABLE IF NOT EXISTS run (
    id         TEXT PRIMARY KEY,
    started_at TEXT NOT NULL,
    ended_at   TEXT,
    options    TEXT NOT NULL,              -- JSON
    state      TEXT NOT NULL,              -- running, ended, crashed
    exit_code  INTEGER,
    report     TEXT NOT NULL DEFAULT '{}'  -- JSON
);
CREATE TABLE IF NOT EXISTS visit (  -- what became of an address in a run: one end each
    run    TEXT NOT NULL,
    url    TEXT NOT NULL,
    kind   TEXT NOT NULL,
    fate   TEXT NOT NULL,  -- stored, unchanged, gone, failed, filtered, quarantine; '' while it is asked
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    warc   TEXT,           -- file:offset in the run's folder
    PRIMARY KEY (run, url)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS change (  -- the articles that a run added or changed
    run    TEXT NOT NULL,
    key    TEXT NOT NULL,
    url    TEXT NOT NULL DEFAULT '',  -- whose page did it
    kind   TEXT NOT NULL DEFAULT '',  -- new, changed
    before TEXT,                      -- the record before, kept until the run has ended well
    PRIMARY KEY (run, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS robots (
    run TEXT NOT NULL, origin TEXT NOT NULL, fetched_at REAL NOT NULL, status INTEGER, text TEXT NOT NULL,
    PRIMARY KEY (run, origin, fetched_at)
) WITHOUT ROWID;
