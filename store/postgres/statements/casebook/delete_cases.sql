-- delete_cases: takes cases away, by their names.
DELETE FROM cases WHERE id = ANY($1::TEXT[])
