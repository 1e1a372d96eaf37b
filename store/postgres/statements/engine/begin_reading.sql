-- begin_reading: every question of the transaction is answered as of the same moment.
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY
