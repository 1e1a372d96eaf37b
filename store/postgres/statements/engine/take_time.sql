-- take_time: what follows in the transaction may take as long as it needs.
SET LOCAL statement_timeout = 0
