-- Registrars' rulings, and which cases wait for one.

-- Every ruling. A row is never changed and never deleted.
CREATE TABLE casebook.rulings (
    -- The entry. Immutable.
    position BIGINT PRIMARY KEY,
    -- JSON of the ruling with its position and its time. Immutable.
    document TEXT NOT NULL
);

-- Whose cases a ruling may change. A row is never changed and never deleted.
CREATE TABLE casebook.ruled_persons (
    -- Pseudonym, 33 bytes. Immutable.
    person BYTEA NOT NULL CHECK (octet_length(person) = 33),
    -- The ruling. Immutable.
    ruling BIGINT NOT NULL,
    PRIMARY KEY (person, ruling)
);

-- Position of the oldest entry of the case that waits for a registrar; NULL when nothing
-- waits. Replaced with the case.
ALTER TABLE casebook.cases ADD COLUMN undecided_since BIGINT;

CREATE INDEX cases_undecided ON casebook.cases (undecided_since, id)
    WHERE undecided_since IS NOT NULL;

-- What registrars decided about cases and did not undo, read out of the cases.
CREATE VIEW casebook.case_rulings (
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
    case_id, (ruling ->> 'ruling')::BIGINT, ruling ->> 'verb', ruling ->> 'reason',
    ruling ->> 'registrar', ruling ->> 'at', (ruling ->> 'overruled_by')::BIGINT,
    (
        SELECT coalesce(jsonb_agg(tumour -> 'number'), '[]')
        FROM jsonb_array_elements(document -> 'tumours') AS tumour
        WHERE tumour -> 'rulings' @> jsonb_build_array(ruling -> 'ruling')
    )
FROM casebook.documents
CROSS JOIN jsonb_array_elements(document -> 'rulings') AS ruling;

ALTER TABLE casebook.rulings ENABLE ROW LEVEL SECURITY;
ALTER TABLE casebook.rulings FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON casebook.rulings TO caseway_normaliser;
CREATE POLICY normaliser_writes_all ON casebook.rulings TO caseway_normaliser USING (true);

ALTER TABLE casebook.ruled_persons ENABLE ROW LEVEL SECURITY;
ALTER TABLE casebook.ruled_persons FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON casebook.ruled_persons TO caseway_normaliser;
CREATE POLICY normaliser_writes_all ON casebook.ruled_persons TO caseway_normaliser USING (true);

ALTER VIEW casebook.case_rulings SET (security_invoker = true);
GRANT SELECT ON casebook.case_rulings TO caseway_console;

-- A registrar rules about reports by their senders' identifiers.
GRANT SELECT (report_key) ON journal.matters TO caseway_console;
