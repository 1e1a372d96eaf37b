-- The order in which cases change outlives any one casebook: a casebook made anew goes on where
-- the one before it ended, or who is told of cases would take the newer for the older.

ALTER SEQUENCE casebook.revisions SET SCHEMA journal;
