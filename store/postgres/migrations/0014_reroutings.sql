-- Which reports came to belong to other registries. Cases that were linked before have none
-- until they are linked again, or the casebook is replayed.

-- Reports that came to belong to other registries. Replaced with their case.
CREATE TABLE casebook.reroutings (
    -- The case; it may be gone.
    case_id TEXT COLLATE "C" NOT NULL,
    -- Place among the reroutings of the case, from 0.
    ordinal BIGINT NOT NULL,
    -- Who sent the report.
    sender BIGINT NOT NULL,
    -- Position of the entry that brought it about.
    at BIGINT NOT NULL,
    -- When that entry arrived, in microseconds since 1970.
    received_at_micros BIGINT NOT NULL,
    -- JSON of the rerouting.
    document TEXT NOT NULL,
    PRIMARY KEY (case_id, ordinal)
);

CREATE INDEX reroutings_by_sender ON casebook.reroutings (sender, received_at_micros);

ALTER TABLE casebook.reroutings ENABLE ROW LEVEL SECURITY;
ALTER TABLE casebook.reroutings FORCE ROW LEVEL SECURITY;
GRANT SELECT (case_id), INSERT, DELETE ON casebook.reroutings TO caseway_normaliser;
GRANT SELECT ON casebook.reroutings TO caseway_console, caseway_reader;
CREATE POLICY normaliser_writes_all ON casebook.reroutings TO caseway_normaliser USING (true);
CREATE POLICY console_sees_all ON casebook.reroutings FOR SELECT TO caseway_console
    USING (true);
CREATE POLICY reader_sees_own ON casebook.reroutings FOR SELECT TO caseway_reader
    USING (sender = journal.own_sender());
