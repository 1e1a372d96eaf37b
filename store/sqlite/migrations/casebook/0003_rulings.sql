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
    ruling INTEGER NOT NULL REFERENCES rulings (position),
    PRIMARY KEY (person, ruling)
) STRICT, WITHOUT ROWID;

-- Position of the oldest entry of the case that waits for a registrar, 0 where the case was
-- written before this was kept; NULL when nothing waits. Replaced with the case.
ALTER TABLE cases ADD COLUMN undecided_since INTEGER;

UPDATE cases SET undecided_since = 0 WHERE json_array_length(document, '$.reviews') > 0;

CREATE INDEX cases_undecided ON cases (undecided_since, id) WHERE undecided_since IS NOT NULL;
