-- delete_cases: takes cases away with everything below them, by their names.
DELETE FROM cases WHERE id = ANY($1::TEXT[])
