-- Makes every table that grows with the journal as long as it is after $1 further entries: five a
-- person, two versions a report, all recorded, spread over the months of 2025.
SELECT journal.make_month((extract(epoch FROM month) * 1000000)::BIGINT)
FROM generate_series('2025-01-01'::TIMESTAMP, '2025-12-01', '1 month') AS month;

INSERT INTO journal.senders (name, token, added_at_micros)
VALUES ('grown', sha256('grown'), 0) ON CONFLICT DO NOTHING;

CREATE TEMPORARY TABLE grown AS
SELECT
    nextval('journal.positions') AS position,
    1735689600000000 + number * (31536000000000 / $1) AS received_at_micros,
    (SELECT id FROM journal.senders WHERE name = 'grown') AS sender,
    sha256(number::TEXT::BYTEA) AS digest,
    sha256((number / 2)::TEXT::BYTEA) AS report_hash,
    '\x01'::BYTEA || sha256((number / 5)::TEXT::BYTEA) AS person
FROM generate_series(0, $1 - 1) AS number;

-- Indexes are made again when all rows are there: ten million digests, one after the other, each go
-- to another page of them.
SET maintenance_work_mem = '1GB';
CREATE TEMPORARY TABLE taken_off AS
SELECT indexrelid::REGCLASS::TEXT AS name, pg_get_indexdef(indexrelid) AS definition
FROM pg_index
WHERE indrelid IN (
        'journal.entries'::REGCLASS, 'casebook.outcomes'::REGCLASS, 'casebook.facts'::REGCLASS,
        'casebook.cases'::REGCLASS
    )
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid);
DO $$
DECLARE
    each TEXT;
BEGIN
    FOR each IN SELECT name FROM taken_off LOOP
        EXECUTE 'DROP INDEX ' || each;
    END LOOP;
END $$;

INSERT INTO journal.entries
SELECT
    position, received_at_micros, substring(digest FROM 1 FOR 16), sender, digest, digest,
    'accepted', report_hash, int8send(position), 100
FROM grown;

INSERT INTO journal.matters (
    position, received_at_micros, sender, key, raw, plan, door, syntax, person, report_key,
    retracts, registry, kind, profile, issues, owner, body
)
SELECT
    position, received_at_micros, sender, digest, digest, digest, 'rest', 'json', person,
    report_hash, false, 'breast', 'work-up', 'profile|1', '[]', 'p'::BYTEA || person,
    digest || digest || digest
FROM grown;

INSERT INTO casebook.outcomes (position, at, kind, person, case_id, sender)
SELECT position, position, 'recorded', person, left(encode(person, 'hex'), 24), sender
FROM grown;

INSERT INTO casebook.facts (position, person, sender, report_hash, document)
SELECT position, person, sender, report_hash, digest || digest || digest FROM grown;

INSERT INTO casebook.cases (id, person, document)
SELECT DISTINCT left(encode(person, 'hex'), 24), person, '{}' FROM grown;

DO $$
DECLARE
    each TEXT;
BEGIN
    FOR each IN SELECT definition FROM taken_off LOOP
        EXECUTE each;
    END LOOP;
END $$;

UPDATE casebook.feed SET position = (SELECT max(position) FROM journal.entries);
