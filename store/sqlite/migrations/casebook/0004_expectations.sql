-- What was owed outlives its case: when nothing is left of a case, an account as of an
-- earlier position still tells what was owed for it.

-- Reports that are owed. Replaced with their case, or with what is left of it.
CREATE TABLE expectations_kept (
    -- The case; there may be none of that name any more.
    case_id TEXT NOT NULL,
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

INSERT INTO expectations_kept (case_id, ordinal, responsible, opened_at, document)
SELECT case_id, ordinal, responsible, opened_at, document FROM expectations;

DROP TABLE expectations;
ALTER TABLE expectations_kept RENAME TO expectations;

CREATE INDEX expectations_by_responsible ON expectations (responsible, opened_at);
