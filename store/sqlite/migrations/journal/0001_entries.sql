-- Who may submit. A row is never deleted; only revoked_at_micros ever changes.
CREATE TABLE senders (
    -- The sender's number; never used again. Immutable.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Its name, as the operator gave it. Immutable.
    name TEXT NOT NULL,
    -- Organisation number, nine digits; NULL where not known. Immutable.
    organisation TEXT,
    -- Short name of the registry its reports are for when they name no profile; NULL for none. Immutable.
    default_registry TEXT,
    -- SHA-256 of its bearer token, 32 bytes. Immutable.
    token BLOB NOT NULL CHECK (length(token) = 32),
    -- When it was added, microseconds since 1970 UTC. Immutable.
    added_at_micros INTEGER NOT NULL,
    -- When its token was revoked, microseconds since 1970 UTC; NULL while it is good. Set once.
    revoked_at_micros INTEGER
) STRICT;

-- A name and a token belong to one sender.
CREATE UNIQUE INDEX senders_by_name ON senders (name);
CREATE UNIQUE INDEX senders_by_token ON senders (token);

-- Everything that arrived, in order. A row is never changed and never deleted.
CREATE TABLE entries (
    -- The place in the journal; rises with every commit, gaps are allowed. Immutable.
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    -- 'submission' or 'decision'. Immutable.
    matter TEXT NOT NULL CHECK (matter IN ('submission', 'decision')),
    -- When its last byte was here, microseconds since 1970 UTC. Immutable.
    received_at_micros INTEGER NOT NULL,
    -- Name of the submission, 16 bytes; NULL for a decision. Immutable.
    submission BLOB CHECK (length(submission) = 16),
    -- Who sent it; NULL for a decision. Immutable.
    sender INTEGER REFERENCES senders (id),
    -- The sender's own key for it; NULL for a decision. Immutable.
    key TEXT,
    -- SHA-256 of the canonical content, 32 bytes; NULL for a decision. Immutable.
    content BLOB CHECK (length(content) = 32),
    -- SHA-256 of the bytes as sent, 32 bytes; NULL for a decision. Immutable.
    raw BLOB CHECK (length(raw) = 32),
    -- SHA-256 of the plan that checked it, 32 bytes; NULL for a decision. Immutable.
    plan BLOB CHECK (length(plan) = 32),
    -- 'rest' or 'grpc'; NULL for a decision. Immutable.
    door TEXT,
    -- Media type; NULL for a decision. Immutable.
    syntax TEXT,
    -- 'accepted', 'rejected' or 'superseded', as answered at the door; NULL for a decision. Immutable.
    disposition TEXT CHECK (disposition IN ('accepted', 'rejected', 'superseded')),
    -- Pseudonym, 33 bytes; NULL for a decision, or where the body names no person. Immutable.
    person BLOB CHECK (length(person) = 33),
    -- Identifier of the report within the sender; NULL as person. Immutable.
    report_key TEXT,
    -- Order among the versions of the report, compared as bytes; NULL as person. Immutable.
    rank TEXT,
    -- 1 when the report is taken back, else 0; NULL as person. Immutable.
    retracts INTEGER CHECK (retracts IN (0, 1)),
    -- Short name of the registry; NULL as person. Immutable.
    registry TEXT,
    -- Kind of report; NULL as person. Immutable.
    kind TEXT,
    -- Profile it was checked against, url|version; NULL as person. Immutable.
    profile TEXT,
    -- JSON array of the findings at the door; NULL for a decision. Immutable.
    issues TEXT,
    -- JSON of an operator's decision; NULL for a submission. Immutable.
    decision TEXT,
    -- Whose key seals the body: 'p' and a person, or 's' and a sender; NULL for a decision. Immutable.
    owner BLOB,
    -- The bytes as sent, compressed and sealed; NULL for a decision. Immutable.
    body BLOB,
    CHECK (CASE matter
        WHEN 'decision' THEN decision IS NOT NULL AND sender IS NULL AND disposition IS NULL
        ELSE decision IS NULL AND submission IS NOT NULL AND sender IS NOT NULL
            AND key IS NOT NULL AND content IS NOT NULL AND raw IS NOT NULL AND plan IS NOT NULL
            AND door IS NOT NULL AND syntax IS NOT NULL AND disposition IS NOT NULL
            AND issues IS NOT NULL AND owner IS NOT NULL AND body IS NOT NULL
    END),
    CHECK (disposition IS NULL OR disposition = 'rejected' OR (
        person IS NOT NULL AND report_key IS NOT NULL AND rank IS NOT NULL
        AND retracts IS NOT NULL AND registry IS NOT NULL AND kind IS NOT NULL
        AND profile IS NOT NULL
    ))
) STRICT;

-- One entry a submission, however often it is sent.
CREATE UNIQUE INDEX entries_by_submission ON entries (submission)
    WHERE submission IS NOT NULL;
-- One kept submission a key: a rejected one never blocks its correction.
CREATE UNIQUE INDEX entries_by_key ON entries (sender, key)
    WHERE disposition IN ('accepted', 'superseded');
-- The kept versions of a report, in the order that counts.
CREATE INDEX entries_by_report ON entries (sender, report_key, rank, disposition)
    WHERE disposition IN ('accepted', 'superseded');
-- A sender's account of a period, without a look at the entries themselves.
CREATE INDEX entries_by_time
    ON entries (sender, received_at_micros, disposition, report_key, rank);
-- A sender's submissions in order, a page at a time.
CREATE INDEX entries_by_sender ON entries (sender, position, received_at_micros);
