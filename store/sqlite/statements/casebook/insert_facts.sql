-- insert_facts: writes versions of reports, from a JSON array and their documents.
INSERT INTO facts (position, person, sender, report_key, document)
SELECT
    value ->> 'position', unhex(value ->> 'person'), value ->> 'sender', value ->> 'report_key',
    CAST(substr(?2, value ->> 'start', value ->> 'length') AS TEXT)
FROM json_each(?1)
