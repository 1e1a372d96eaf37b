-- delete_cases: takes cases away, from a JSON array of names.
DELETE FROM cases WHERE id IN (SELECT value FROM json_each(?1))
