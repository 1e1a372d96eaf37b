-- insert_held: keeps that entries are held back, from a JSON array of outcomes.
INSERT INTO held (position, person, kind, cause, sentence)
SELECT
    value ->> 'position', unhex(value ->> 'person'), value ->> 'kind',
    value ->> 'cause', value ->> 'sentence'
FROM json_each(?1)
