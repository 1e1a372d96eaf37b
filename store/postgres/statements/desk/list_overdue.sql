-- list_overdue: what is owed still and was due until a day, the oldest first.
SELECT document
FROM expectations
WHERE owed_due <= $1
ORDER BY owed_due, case_id, ordinal
LIMIT $2
