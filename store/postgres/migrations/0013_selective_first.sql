-- What tells submissions apart comes first in an index, and whose they are after it. A server that
-- has not looked at the table yet takes every condition on it for equally selective: with the
-- sender first, it read all that the sender had sent to find one key of it.

DROP INDEX journal.entries_by_key;
-- One kept submission a key: a rejected one never blocks its correction.
CREATE UNIQUE INDEX entries_by_key ON journal.entries (key_hash, sender)
    WHERE disposition IN ('accepted', 'superseded');

DROP INDEX journal.entries_by_report;
-- The kept versions of a report, in the order that counts.
CREATE INDEX entries_by_report ON journal.entries (report_hash, sender, rank)
    WHERE disposition IN ('accepted', 'superseded');
