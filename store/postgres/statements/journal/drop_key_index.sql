-- drop_key_index: a fault test's control: keys are no longer unique.
DROP INDEX IF EXISTS journal.entries_by_key
