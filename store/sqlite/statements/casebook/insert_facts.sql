-- insert_facts: writes versions of reports, from a JSON array.
INSERT INTO facts (position, person, sender, report_key, document)
SELECT
    value ->> 'position', unhex(value ->> 'person'), value ->> 'sender',
    value ->> 'report_key', value
FROM json_each(?1)
