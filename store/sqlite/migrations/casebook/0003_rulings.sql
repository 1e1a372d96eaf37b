-- Registrars' rulings, and which cases wait for one.

-- Every ruling. A row is never changed and never deleted.
CREATE TABLE rulings (
    -- The entry. Immutable.
    position INTEGER PRIMARY KEY,
    -- JSON of the ruling with its position and its time. Immutable.
    document TEXT NOT NULL
) STRICT;

-- Whose cases a ruling may change. A row is never changed and never deleted.
CREATE TABLE ruled_persons (
    -- Pseudonym, 33 bytes. Immutable.
    person BLOB NOT NULL CHECK (length(person) = 33),
    -- The ruling. Immutable.
    ruling INTEGER NOT NULL,
    PRIMARY KEY (person, ruling)
) STRICT, WITHOUT ROWID;

-- Position of the oldest entry of the case that waits for a registrar, 0 where the case was
-- written before this was kept; NULL when nothing waits. Replaced with the case.
ALTER TABLE cases ADD COLUMN undecided_since INTEGER;

UPDATE cases SET undecided_since = 0 WHERE json_array_length(document, '$.reviews') > 0;

CREATE INDEX cases_undecided ON cases (undecided_since, id) WHERE undecided_since IS NOT NULL;

-- What registrars decided about cases and did not undo, read out of the cases.
CREATE VIEW case_rulings (
    -- The case.
    case_id,
    -- Name of the ruling: its position in the journal.
    ruling,
    -- The registrar's word, such as same-tumour.
    verb,
    -- Why, in the registrar's words.
    reason,
    -- Who decided.
    registrar,
    -- When, RFC 3339 in UTC.
    at,
    -- The later ruling that contradicts it; NULL where none does.
    overruled_by,
    -- JSON array of the numbers of the tumours that it shaped.
    tumours
) AS
SELECT
    cases.id, ruling.value ->> 'ruling', ruling.value ->> 'verb', ruling.value ->> 'reason',
    ruling.value ->> 'registrar', ruling.value ->> 'at', ruling.value ->> 'overruled_by',
    (
        SELECT json_group_array(tumour.value ->> 'number')
        FROM json_each(cases.document, '$.tumours') AS tumour,
            json_each(tumour.value, '$.rulings') AS shaping
        WHERE shaping.value = ruling.value ->> 'ruling'
    )
FROM cases, json_each(cases.document, '$.rulings') AS ruling;
