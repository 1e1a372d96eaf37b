-- find_case: one case.
SELECT document AS "document!: String" FROM cases WHERE id = ?1
