-- The casebook: what the entries come to. Every row can be made again from the journal.

CREATE SCHEMA casebook;

-- How far the feed was recorded: one row, made here.
CREATE TABLE casebook.feed (
    -- Always 1. Immutable.
    one INTEGER PRIMARY KEY CHECK (one = 1),
    -- Every entry up to this position is recorded. Rises with every page.
    position BIGINT NOT NULL
);

INSERT INTO casebook.feed (one, position) VALUES (1, 0);

-- What became of each entry, as a history. A row is never changed and never deleted.
CREATE TABLE casebook.outcomes (
    -- The entry. Immutable.
    position BIGINT NOT NULL,
    -- Position of the entry that brought this about: its own, or that of a decision. Immutable.
    at BIGINT NOT NULL,
    -- 'recorded', 'quarantined', 'waiting' or 'discarded'. Immutable.
    kind TEXT NOT NULL CHECK (kind IN ('recorded', 'quarantined', 'waiting', 'discarded')),
    -- Who sent the entry, as it says; NULL where there is no such entry. Immutable.
    sender BIGINT,
    -- Pseudonym, 33 bytes. Immutable.
    person BYTEA NOT NULL CHECK (octet_length(person) = 33),
    -- The case it joined; NULL unless recorded. Immutable.
    case_id TEXT,
    -- A stable word for the cause; NULL when recorded. Immutable.
    cause TEXT,
    -- The cause as a sentence, without a value of the report; NULL when recorded. Immutable.
    sentence TEXT,
    PRIMARY KEY (position, at)
);

-- What is held back now: the newest outcome of an entry where it is quarantined or waiting.
CREATE TABLE casebook.held (
    -- The entry. Immutable.
    position BIGINT PRIMARY KEY,
    -- Pseudonym, 33 bytes. Immutable.
    person BYTEA NOT NULL CHECK (octet_length(person) = 33),
    -- 'quarantined' or 'waiting'. Replaced with each newer outcome.
    kind TEXT NOT NULL CHECK (kind IN ('quarantined', 'waiting')),
    -- A stable word for the cause; NULL for one that waits. Replaced with each newer outcome.
    cause TEXT,
    -- The cause as a sentence; NULL for one that waits. Replaced with each newer outcome.
    sentence TEXT
);

CREATE INDEX held_by_person ON casebook.held (person, kind);
CREATE INDEX held_by_kind ON casebook.held (kind, position);

-- Every version of every report, normalised. A row is never changed and never deleted.
CREATE TABLE casebook.facts (
    -- The entry it was read from. Immutable.
    position BIGINT PRIMARY KEY,
    -- Pseudonym, 33 bytes. Immutable.
    person BYTEA NOT NULL CHECK (octet_length(person) = 33),
    -- Number of the sender. Immutable.
    sender BIGINT NOT NULL,
    -- SHA-256 of the report's identifier within the sender, 32 bytes. Immutable.
    report_hash BYTEA NOT NULL CHECK (octet_length(report_hash) = 32),
    -- JSON of the facts as a zstd frame: only the normaliser reads it. Immutable.
    document BYTEA NOT NULL
);

CREATE INDEX facts_by_person ON casebook.facts (person, position);
CREATE INDEX facts_by_report ON casebook.facts (sender, report_hash, person);
-- A frame does not compress again.
ALTER TABLE casebook.facts ALTER COLUMN document SET STORAGE EXTERNAL;

-- Cases. A row and what is owed for it is replaced as a whole; its tumours, reviews and
-- facts are read out of its document, so that they can never differ from it.
CREATE TABLE casebook.cases (
    -- Name of the case, 24 hex digits. Immutable.
    id TEXT COLLATE "C" PRIMARY KEY,
    -- Pseudonym, 33 bytes. Immutable.
    person BYTEA NOT NULL CHECK (octet_length(person) = 33),
    -- 'female', 'male', 'other' or 'unknown'; NULL where not sent. Replaced with the case.
    sex TEXT,
    -- Year of birth; NULL where not sent. Replaced with the case.
    birth_year TEXT,
    -- JSON of the whole case, as it was written. Replaced with the case.
    document TEXT NOT NULL
);

CREATE UNIQUE INDEX cases_by_person ON casebook.cases (person);

-- Reports that are owed. Replaced with their case.
CREATE TABLE casebook.expectations (
    -- The case.
    case_id TEXT COLLATE "C" NOT NULL REFERENCES casebook.cases (id) ON DELETE CASCADE,
    -- Place among the expectations of the case, from 0.
    ordinal BIGINT NOT NULL,
    -- Organisation number of the unit that owes it; NULL where the cause names none.
    responsible TEXT,
    -- Position of the entry that caused it.
    opened_at BIGINT NOT NULL,
    -- JSON of the expectation.
    document TEXT NOT NULL,
    PRIMARY KEY (case_id, ordinal)
);

CREATE INDEX expectations_by_responsible ON casebook.expectations (responsible, opened_at);
