-- insert_rulings: writes rulings, from a JSON array and their documents.
INSERT INTO rulings (position, document)
SELECT value ->> 'position', CAST(substr(?2, value ->> 'start', value ->> 'length') AS TEXT)
FROM json_each(?1)
