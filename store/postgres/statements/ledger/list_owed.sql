-- list_owed: what an organisation owes, opened up to a position.
SELECT document
FROM expectations
WHERE responsible = $1 AND opened_at <= $2
ORDER BY opened_at, case_id, ordinal
