-- list_expectations: what is owed for a case, closed ones included.
SELECT document FROM expectations WHERE case_id = $1 ORDER BY ordinal
