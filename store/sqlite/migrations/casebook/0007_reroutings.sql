-- Which reports came to belong to other registries. Cases that were linked before have none
-- until they are linked again, or the casebook is replayed.

-- Reports that came to belong to other registries. Replaced with their case.
CREATE TABLE reroutings (
    -- The case; it may be gone.
    case_id TEXT NOT NULL,
    -- Place among the reroutings of the case, from 0.
    ordinal INTEGER NOT NULL,
    -- Who sent the report.
    sender INTEGER NOT NULL,
    -- Position of the entry that brought it about.
    at INTEGER NOT NULL,
    -- When that entry arrived, in microseconds since 1970.
    received_at_micros INTEGER NOT NULL,
    -- JSON of the rerouting.
    document TEXT NOT NULL,
    PRIMARY KEY (case_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE INDEX reroutings_by_sender ON reroutings (sender, received_at_micros);
