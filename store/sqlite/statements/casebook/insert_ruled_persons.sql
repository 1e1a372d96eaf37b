-- insert_ruled_persons: writes whom rulings are about, from a JSON array.
INSERT INTO ruled_persons (person, ruling)
SELECT unhex(value ->> 'person'), value ->> 'ruling' FROM json_each(?1)
