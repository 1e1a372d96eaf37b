-- delete_reroutings: takes the reroutings of cases away, from a JSON array of their names.
DELETE FROM reroutings WHERE case_id IN (SELECT value FROM json_each(?1))
