-- list_cases: cases after one, by name.
SELECT document FROM cases WHERE id > $1 ORDER BY id LIMIT $2
