-- delete_cases: takes cases away with everything below them, from a JSON array of names.
DELETE FROM cases WHERE id IN (SELECT value FROM json_each(?1))
