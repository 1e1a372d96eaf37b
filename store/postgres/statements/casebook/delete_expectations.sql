-- delete_expectations: takes what is owed for cases away, by their names.
DELETE FROM expectations WHERE case_id = ANY($1::TEXT[])
