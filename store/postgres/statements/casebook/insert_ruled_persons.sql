-- insert_ruled_persons: writes whom rulings are about, from a column each.
INSERT INTO ruled_persons (person, ruling)
SELECT * FROM unnest($1::BYTEA[], $2::BIGINT[])
