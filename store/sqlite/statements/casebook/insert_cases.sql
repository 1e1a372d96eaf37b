-- insert_cases: writes cases, from a JSON array.
INSERT INTO cases (id, person, sex, birth_year, document)
SELECT
    value ->> '$.case.id', unhex(value ->> 'person'), value ->> '$.case.sex.value',
    value ->> '$.case.birth_year.value', value -> 'case'
FROM json_each(?1)
