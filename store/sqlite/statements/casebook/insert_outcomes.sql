-- insert_outcomes: writes what became of a page's entries, from a JSON array.
INSERT INTO outcomes (position, at, kind, person, case_id, cause, sentence)
SELECT
    value ->> 'position', value ->> 'at', value ->> 'kind', unhex(value ->> 'person'),
    value ->> 'case', value ->> 'cause', value ->> 'sentence'
FROM json_each(?1)
