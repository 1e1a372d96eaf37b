-- insert_unlinked: persons whose cases are left to be linked, from a JSON array in hexadecimal; those that are there stay.
INSERT INTO unlinked (person)
SELECT unhex(value) FROM json_each(?1) WHERE true
ON CONFLICT DO NOTHING
