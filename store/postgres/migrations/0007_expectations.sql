-- What was owed outlives its case: when nothing is left of a case, an account as of an
-- earlier position still tells what was owed for it.

ALTER TABLE casebook.expectations DROP CONSTRAINT expectations_case_id_fkey;

GRANT SELECT (case_id), DELETE ON casebook.expectations TO caseway_normaliser;
