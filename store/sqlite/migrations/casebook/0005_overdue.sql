-- What is owed still, by the day it is due.

-- The day it is due; NULL where it is owed no more, or where no day is known.
ALTER TABLE expectations ADD COLUMN owed_due TEXT;

UPDATE expectations SET owed_due = document ->> '$.due'
WHERE document ->> '$.closed_at' IS NULL;

CREATE INDEX expectations_by_owed_due ON expectations (owed_due) WHERE owed_due IS NOT NULL;
