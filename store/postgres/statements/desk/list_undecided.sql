-- list_undecided: cases in which something waits for a registrar, oldest first.
SELECT id
FROM cases
WHERE undecided_since >= 0
ORDER BY undecided_since, id
LIMIT $1
