-- find_case: one case.
SELECT document FROM cases WHERE id = $1
