-- drop_submission_index: a fault test's control: submissions are no longer unique.
DROP INDEX IF EXISTS journal.entries_by_submission
