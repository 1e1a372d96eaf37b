-- insert_cases: writes cases, from a JSON array and their documents.
INSERT INTO cases (id, person, sex, birth_year, document)
SELECT
    value ->> 'id', unhex(value ->> 'person'), value ->> 'sex', value ->> 'birth_year',
    CAST(substr(?2, value ->> 'start', value ->> 'length') AS TEXT)
FROM json_each(?1)
