-- delete_reroutings: takes the reroutings of cases away, by their names.
DELETE FROM reroutings WHERE case_id = ANY($1::TEXT[])
