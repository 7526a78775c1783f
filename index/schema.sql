-- The library's one file of truth. A document is content; a file is a name that points to it.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never reused: an id in the vector index cannot come to mean another document
    sha256 TEXT NOT NULL,
    media_type TEXT NOT NULL,
    title TEXT NOT NULL,
    author TEXT,
    publisher TEXT,
    place TEXT,
    date TEXT,
    text TEXT NOT NULL,
    characters INTEGER NOT NULL,
    words INTEGER NOT NULL,
    sections TEXT NOT NULL,
    pages TEXT NOT NULL,
    notes TEXT NOT NULL,
    added_at TEXT NOT NULL,
    UNIQUE (sha256, media_type)
);

CREATE TABLE files (
    name TEXT PRIMARY KEY,
    origin TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE
);
CREATE INDEX files_document ON files (document);
CREATE INDEX files_origin ON files (origin);

CREATE TABLE sentences (
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    attribution TEXT,
    PRIMARY KEY (document, number)
) WITHOUT ROWID;
CREATE INDEX sentences_start ON sentences (document, start);

-- The cells of sheets, for the places of what is quoted from them.
CREATE TABLE cells (
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (document, start)
) WITHOUT ROWID;

CREATE TABLE chunks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    heading TEXT,
    text_hash BLOB NOT NULL,
    UNIQUE (document, number)
);
CREATE INDEX chunks_start ON chunks (document, start);
CREATE INDEX chunks_text_hash ON chunks (text_hash);

-- Vectors outlive their chunk's document and precede it: nothing is embedded twice.
CREATE TABLE vectors (
    text_hash BLOB NOT NULL,
    fingerprint TEXT NOT NULL,
    vector BLOB NOT NULL,
    PRIMARY KEY (text_hash, fingerprint)
);

CREATE VIRTUAL TABLE words USING fts5 (
    title, text, content = '', tokenize = 'porter unicode61 remove_diacritics 2'
);

-- Who says what: the sentences that have speakers, searched by speaker and matter.
CREATE TABLE speeches (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    start INTEGER NOT NULL,
    speakers TEXT NOT NULL,
    words TEXT NOT NULL
);
CREATE INDEX speeches_document ON speeches (document);

CREATE VIRTUAL TABLE spoken USING fts5 (
    speakers, words, content = 'speeches', content_rowid = 'id',
    tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER speeches_added AFTER INSERT ON speeches BEGIN
    INSERT INTO spoken (rowid, speakers, words) VALUES (new.id, new.speakers, new.words);
END;
CREATE TRIGGER speeches_removed AFTER DELETE ON speeches BEGIN
    INSERT INTO spoken (spoken, rowid, speakers, words)
    VALUES ('delete', old.id, old.speakers, old.words);
END;
