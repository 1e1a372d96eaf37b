-- insert_rulings: writes rulings, from a column each.
INSERT INTO rulings (position, document)
SELECT * FROM unnest($1::BIGINT[], $2::TEXT[])
