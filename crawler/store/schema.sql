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
-- How the folder's files are written: "annotations" -> version of the annotations in their lines.
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
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
-- Where a listing shows an article that is known under another address: followed once it is missing there.
CREATE TABLE IF NOT EXISTS renamed (key TEXT PRIMARY KEY, url TEXT NOT NULL) WITHOUT ROWID;
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

-- --- sources ------------------------------------------------------------------------------------
-- Which ways to the articles an origin offers: asked once, remembered, asked again after a while.
CREATE TABLE IF NOT EXISTS source (
    origin     TEXT NOT NULL,
    name       TEXT NOT NULL,  -- listing, feed, sitemap, rest, search, ids, file
    state      TEXT NOT NULL,  -- answers, silent, empty, refused
    detail     TEXT NOT NULL DEFAULT '',
    checked_at TEXT NOT NULL,
    PRIMARY KEY (origin, name)
) WITHOUT ROWID;
-- Where an article was shown, whether it was ever fetched or not: what coverage compares with.
CREATE TABLE IF NOT EXISTS sighting (
    key        TEXT NOT NULL,
    source     TEXT NOT NULL,             -- as in source.name, or the web archive's name
    section    TEXT NOT NULL DEFAULT '',  -- that the source names for it
    url        TEXT NOT NULL,
    day        TEXT,                      -- that the source gives it, YYYY-MM-DD, +07:00; NULL: none
    first_seen TEXT NOT NULL,
    last_seen  TEXT NOT NULL,
    PRIMARY KEY (key, source, section)
) WITHOUT ROWID;

-- Requests that were sent on a day (+07:00) under a budget: a second start goes on within what is left.
CREATE TABLE IF NOT EXISTS spending (day TEXT PRIMARY KEY, requests INTEGER NOT NULL) WITHOUT ROWID;

-- --- captures -----------------------------------------------------------------------------------
-- Pages that somebody else fetched (files, web archives): what became of each, so that it comes in once.
CREATE TABLE IF NOT EXISTS capture (
    url     TEXT NOT NULL,     -- as it was asked
    seen_at TEXT NOT NULL,     -- when, ISO 8601, +07:00
    digest  TEXT NOT NULL,     -- HTTP status and payload digest
    address TEXT NOT NULL,     -- under which the ledger has it
    run     TEXT NOT NULL,
    warc    TEXT NOT NULL,     -- file:offset in the run's folder
    fate    TEXT NOT NULL,
    reason  TEXT NOT NULL,
    detail  TEXT NOT NULL,
    goal    TEXT NOT NULL,     -- it was judged by
    PRIMARY KEY (url, seen_at, digest)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS capture_by_run ON capture (run);
-- Archived and not acknowledged: what a killed run leaves behind.
CREATE TABLE IF NOT EXISTS capturing (
    run     TEXT NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (run, address)
) WITHOUT ROWID;
-- Of articles that came in order: what a crawl read and left no other trace of, for the case that an earlier
-- capture comes later, see store/timeline.py.
CREATE TABLE IF NOT EXISTS overtaken (
    key     TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    record  TEXT NOT NULL,  -- JSON: in what it differed from the reading that replaced it; '': it was the same
    PRIMARY KEY (key, seen_at)
) WITHOUT ROWID;
-- Of articles that did not come in the order of time: what was read at each moment. `article` and `revision`
-- are made from them, see store/timeline.py.
CREATE TABLE IF NOT EXISTS reading (
    key     TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    digest  TEXT NOT NULL,  -- of the record
    record  TEXT NOT NULL,
    PRIMARY KEY (key, seen_at, digest)
) WITHOUT ROWID;

-- What web archives have of the articles, and what became of each capture; see store/web_captures.py.
CREATE TABLE IF NOT EXISTS web_capture (
    archive     TEXT NOT NULL,  -- commoncrawl, wayback
    url         TEXT NOT NULL,  -- as the archive writes it
    captured_at TEXT NOT NULL,  -- UTC, 14 digits, as archives write it; never a date of the article
    key         TEXT NOT NULL,  -- of the article, as in article.key
    status      INTEGER,        -- NULL: the same body as at an earlier moment
    digest      TEXT NOT NULL,  -- of the payload, sha1:BASE32, as the index gives it; '' where it gives none
    locator     TEXT NOT NULL,  -- "offset length filename"; '' where url and captured_at tell
    state       TEXT NOT NULL,  -- found, taken, filtered, refused, passing, unfit
    reason      TEXT NOT NULL DEFAULT '',
    detail      TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (archive, url, captured_at)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS web_capture_by_key ON web_capture (key, archive);

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
