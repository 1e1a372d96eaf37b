-- Whose cases are still to be linked, while the whole journal is recorded again.

-- Persons whose facts are recorded and whose case is not linked yet. Empty in a casebook that
-- is in use. A row goes with the page that links its case.
CREATE TABLE casebook.unlinked (
    -- The person's pseudonym. Immutable.
    person BYTEA PRIMARY KEY
);

ALTER TABLE casebook.unlinked ENABLE ROW LEVEL SECURITY;
ALTER TABLE casebook.unlinked FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON casebook.unlinked TO caseway_normaliser;
CREATE POLICY normaliser_writes_all ON casebook.unlinked TO caseway_normaliser USING (true);
