-- How far the feed was recorded: one row, made here.
CREATE TABLE feed (
    -- Always 1. Immutable.
    one INTEGER PRIMARY KEY CHECK (one = 1),
    -- Every entry up to this position is recorded. Rises with every page.
    position INTEGER NOT NULL
) STRICT;

INSERT INTO feed (one, position) VALUES (1, 0);

-- What became of each entry, as a history. A row is never changed and never deleted.
CREATE TABLE outcomes (
    -- The entry. Immutable.
    position INTEGER NOT NULL,
    -- Position of the entry that brought this about: its own, or that of a decision. Immutable.
    at INTEGER NOT NULL,
    -- 'recorded', 'quarantined', 'waiting' or 'discarded'. Immutable.
    kind TEXT NOT NULL CHECK (kind IN ('recorded', 'quarantined', 'waiting', 'discarded')),
    -- Pseudonym, 33 bytes. Immutable.
    person BLOB NOT NULL CHECK (length(person) = 33),
    -- The case it joined; NULL unless recorded. Immutable.
    case_id TEXT,
    -- A stable word for the cause; NULL when recorded. Immutable.
    cause TEXT,
    -- The cause as a sentence, without a value of the report; NULL when recorded. Immutable.
    sentence TEXT,
    PRIMARY KEY (position, at)
) STRICT, WITHOUT ROWID;

-- What is held back now: the newest outcome of an entry where it is quarantined or waiting.
CREATE TABLE held (
    -- The entry. Immutable.
    position INTEGER PRIMARY KEY,
    -- Pseudonym, 33 bytes. Immutable.
    person BLOB NOT NULL CHECK (length(person) = 33),
    -- 'quarantined' or 'waiting'. Replaced with each newer outcome.
    kind TEXT NOT NULL CHECK (kind IN ('quarantined', 'waiting')),
    -- A stable word for the cause; NULL for one that waits. Replaced with each newer outcome.
    cause TEXT,
    -- The cause as a sentence; NULL for one that waits. Replaced with each newer outcome.
    sentence TEXT
) STRICT;

CREATE INDEX held_by_person ON held (person, kind);
CREATE INDEX held_by_kind ON held (kind, position);

-- Every version of every report, normalised. A row is never changed and never deleted.
CREATE TABLE facts (
    -- The entry it was read from. Immutable.
    position INTEGER PRIMARY KEY,
    -- Pseudonym, 33 bytes. Immutable.
    person BLOB NOT NULL CHECK (length(person) = 33),
    -- Number of the sender. Immutable.
    sender INTEGER NOT NULL,
    -- Identifier of the report within the sender. Immutable.
    report_key TEXT NOT NULL,
    -- JSON of the facts as a zstd frame: only the normaliser reads it. Immutable.
    document BLOB NOT NULL
) STRICT;

CREATE INDEX facts_by_person ON facts (person, position);
CREATE INDEX facts_by_report ON facts (sender, report_key, person);

-- Cases. A row and what is owed for it is replaced as a whole; its tumours, reviews and
-- facts are read out of its document, so that they can never differ from it.
CREATE TABLE cases (
    -- Name of the case, 24 hex digits. Immutable.
    id TEXT PRIMARY KEY,
    -- Pseudonym, 33 bytes. Immutable.
    person BLOB NOT NULL CHECK (length(person) = 33),
    -- 'female', 'male', 'other' or 'unknown'; NULL where not sent. Replaced with the case.
    sex TEXT,
    -- Year of birth; NULL where not sent. Replaced with the case.
    birth_year TEXT,
    -- JSON of the whole case. Replaced with the case.
    document TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX cases_by_person ON cases (person);

-- Primary tumours, read out of their cases.
CREATE VIEW tumours (
    -- The case.
    case_id,
    -- Number of the tumour within the case, from 1.
    number,
    -- The organ it is counted under.
    organ,
    -- ICD-O-3 topography; NULL where not known.
    topography,
    -- ICD-O-3 morphology with behaviour; NULL where not known.
    morphology,
    -- 'left', 'right', 'bilateral' or 'midline'; NULL where not known.
    laterality,
    -- Date of diagnosis, as precise as known; NULL where not known.
    diagnosed,
    -- JSON array of the registries whose reports it was made from.
    registries
) AS
SELECT
    cases.id, tumour.value ->> 'number', tumour.value ->> 'organ',
    tumour.value ->> '$.topography.value', tumour.value ->> '$.morphology.value',
    tumour.value ->> '$.laterality.value', tumour.value ->> '$.diagnosed.value',
    tumour.value -> 'registries'
FROM cases, json_each(cases.document, '$.tumours') AS tumour;

-- What a registrar must decide, read out of the cases.
CREATE VIEW reviews (
    -- The case.
    case_id,
    -- A stable word for the reason.
    reason,
    -- The sentence a registrar reads.
    sentence
) AS
SELECT cases.id, review.value ->> 'reason', review.value ->> 'sentence'
FROM cases, json_each(cases.document, '$.reviews') AS review;

-- Dated clinical facts with their provenance, read out of their cases.
CREATE VIEW case_events (
    -- The case.
    case_id,
    -- The tumour it belongs to; NULL for one in review.
    tumour,
    -- The linkage rule that put it there, or the reason of its review.
    because,
    -- What the fact is about.
    noun,
    -- When, as precise as sent; NULL where not sent.
    date,
    -- JSON array of its values, each with the element it was read from.
    facts,
    -- Name of the submission it comes from, 36 characters.
    submission,
    -- The element it was read from.
    element,
    -- The profile the report was checked against, url|version.
    profile,
    -- The rule that read it.
    rule
) AS
WITH events (case_id, tumour, because, event) AS (
    SELECT
        cases.id, tumour.value ->> 'number', linked.value ->> 'because', linked.value -> 'event'
    FROM cases,
        json_each(cases.document, '$.tumours') AS tumour,
        json_each(tumour.value, '$.events') AS linked
    UNION ALL
    SELECT cases.id, NULL, review.value ->> 'reason', event.value
    FROM cases,
        json_each(cases.document, '$.reviews') AS review,
        json_each(review.value, '$.events') AS event
)
SELECT
    case_id, tumour, because, event ->> 'noun', event ->> 'date', event -> 'values',
    event ->> '$.provenance.submission', event ->> '$.provenance.element',
    event ->> '$.provenance.profile', event ->> '$.provenance.rule'
FROM events;

-- Reports that are owed. Replaced with their case.
CREATE TABLE expectations (
    -- The case.
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    -- Place among the expectations of the case, from 0.
    ordinal INTEGER NOT NULL,
    -- Organisation number of the unit that owes it; NULL where the cause names none.
    responsible TEXT,
    -- Position of the entry that caused it.
    opened_at INTEGER NOT NULL,
    -- JSON of the expectation.
    document TEXT NOT NULL,
    PRIMARY KEY (case_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE INDEX expectations_by_responsible ON expectations (responsible, opened_at);
