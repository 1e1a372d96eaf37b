-- insert_facts: writes versions of reports, from a JSON array and their documents.
INSERT INTO facts (position, person, sender, report_key, document)
SELECT
    value ->> 'position', unhex(value ->> 'person'), value ->> 'sender', value ->> 'report_key',
    substr(?2, value ->> 'start', value ->> 'length')
FROM json_each(?1)
