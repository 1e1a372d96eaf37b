-- delete_expectations: takes what is owed for cases away, from a JSON array of their names.
DELETE FROM expectations WHERE case_id IN (SELECT value FROM json_each(?1))
