-- find_person: the person of a case.
SELECT person AS "person!: Vec<u8>" FROM cases WHERE id = ?1
