-- insert_expectations: writes what is owed, from a JSON array.
INSERT INTO expectations (case_id, ordinal, responsible, opened_at, owed_due, document)
SELECT
    value ->> '$.expectation.case', value ->> 'ordinal', value ->> '$.expectation.responsible',
    value ->> '$.expectation.opened_at', value ->> 'owed_due', value -> 'expectation'
FROM json_each(?1)
