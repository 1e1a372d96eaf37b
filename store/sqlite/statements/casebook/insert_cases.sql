-- insert_cases: writes cases, from a JSON array and their documents.
INSERT INTO cases (id, person, sex, birth_year, undecided_since, document)
SELECT
    value ->> 'id', unhex(value ->> 'person'), value ->> 'sex', value ->> 'birth_year',
    value ->> 'undecided_since',
    CAST(substr(?2, value ->> 'start', value ->> 'length') AS TEXT)
FROM json_each(?1)
