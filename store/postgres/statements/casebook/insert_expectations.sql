-- insert_expectations: writes what is owed, from a column each.
INSERT INTO expectations (case_id, ordinal, responsible, opened_at, owed_due, document)
SELECT *
FROM unnest($1::TEXT[], $2::BIGINT[], $3::TEXT[], $4::BIGINT[], $5::TEXT[], $6::TEXT[])
