-- find_person: the person of a case.
SELECT person FROM cases WHERE id = $1
