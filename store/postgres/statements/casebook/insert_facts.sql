-- insert_facts: writes versions of reports, from a column each.
INSERT INTO facts (position, person, sender, report_hash, document)
SELECT position, person, sender, sha256(report_key), document
FROM unnest($1::BIGINT[], $2::BYTEA[], $3::BIGINT[], $4::BYTEA[], $5::BYTEA[])
    AS versions (position, person, sender, report_key, document)
