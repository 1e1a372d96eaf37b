-- Whose cases are still to be linked, while the whole journal is recorded again.

-- Persons whose facts are recorded and whose case is not linked yet. Empty in a casebook that
-- is in use. A row goes with the page that links its case.
CREATE TABLE unlinked (
    -- The person's pseudonym. Immutable.
    person BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;
