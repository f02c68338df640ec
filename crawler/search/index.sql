-- What `langson find` and `langson browse` read: made from the state, may be deleted at any time.
CREATE TABLE articles (
    n            INTEGER PRIMARY KEY,  -- its number in this file only
    key          TEXT NOT NULL UNIQUE, -- series/id, as in the state
    id           TEXT NOT NULL,
    title        TEXT NOT NULL,
    section      TEXT NOT NULL,        -- with its subsection, as in an address; '' where it names none
    published_at TEXT NOT NULL,        -- ISO 8601, +07:00
    updated_at   TEXT,
    view_count   INTEGER,              -- as printed at fetched_at
    authors      TEXT NOT NULL,        -- JSON, as printed
    source       TEXT,
    tags         TEXT NOT NULL,        -- JSON
    documents    TEXT NOT NULL,        -- JSON: party and state documents that it cites
    language     TEXT NOT NULL,
    words        INTEGER NOT NULL,     -- of lead and body
    images       INTEGER NOT NULL,
    revision     INTEGER NOT NULL,
    fetched_at   TEXT NOT NULL,
    url          TEXT NOT NULL,
    digest       BLOB NOT NULL         -- of all that this file says of it
);
CREATE INDEX articles_by_time ON articles (published_at, key);
CREATE TABLE texts (
    n      INTEGER PRIMARY KEY REFERENCES articles (n),
    lead   TEXT,
    text   TEXT NOT NULL,              -- of the body, a line a paragraph
    record TEXT NOT NULL               -- the record of the dataset, JSON
);
-- What hits are counted by: section, month, author, tag, document.
CREATE TABLE labels (
    label INTEGER PRIMARY KEY,
    kind  TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (kind, value)
);
CREATE TABLE labelled (
    n     INTEGER NOT NULL REFERENCES articles (n),
    label INTEGER NOT NULL REFERENCES labels (label),
    PRIMARY KEY (n, label)
) WITHOUT ROWID;
CREATE INDEX labelled_by_label ON labelled (label, n);
-- Texts as `normalise.text.fold` gives them: letters and digits without case and marks, parted by blanks.
CREATE VIRTUAL TABLE word_index USING fts5 (
    title, lead, body, labels, numbers, content = '', tokenize = 'ascii'
);
CREATE TABLE revisions (               -- earlier contents of an article
    key TEXT NOT NULL, revision INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (key, revision)
) WITHOUT ROWID;
CREATE TABLE view_counts (             -- as printed at each visit
    key TEXT NOT NULL, seen_at TEXT NOT NULL, view_count INTEGER NOT NULL, PRIMARY KEY (key, seen_at)
) WITHOUT ROWID;
CREATE TABLE tombstones (key TEXT PRIMARY KEY, url TEXT NOT NULL, gone_at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
