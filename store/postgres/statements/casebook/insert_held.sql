-- insert_held: keeps that entries are held back, from a column each.
INSERT INTO held (position, person, kind, cause, sentence)
SELECT * FROM unnest($1::BIGINT[], $2::BYTEA[], $3::TEXT[], $4::TEXT[], $5::TEXT[])
