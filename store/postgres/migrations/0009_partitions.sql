-- The feed in partitions, each recorded by itself, and which cases have changed.

-- Now a row a partition; together they are the feed, and never stand for another number of
-- partitions than there are rows. The feed stands where the one that is furthest behind does.
ALTER TABLE casebook.feed RENAME COLUMN one TO partition;
ALTER TABLE casebook.feed DROP CONSTRAINT feed_one_check;
ALTER TABLE casebook.feed ADD COLUMN partitions INTEGER NOT NULL DEFAULT 1;
-- The owner too sees no row where that is forced.
ALTER TABLE casebook.feed NO FORCE ROW LEVEL SECURITY;
UPDATE casebook.feed SET partition = 0;
ALTER TABLE casebook.feed FORCE ROW LEVEL SECURITY;
ALTER TABLE casebook.feed ALTER COLUMN partitions DROP DEFAULT;
ALTER TABLE casebook.feed ADD CHECK (partition >= 0 AND partition < partitions);

COMMENT ON COLUMN casebook.feed.partition IS 'Its number, from 0. Immutable.';
COMMENT ON COLUMN casebook.feed.partitions IS
    'How many there are; the same in every row. Immutable: with another number all rows are others.';
COMMENT ON COLUMN casebook.feed.position IS
    'Every entry of the partition up to this position is recorded. Rises with every page.';

GRANT INSERT, DELETE ON casebook.feed TO caseway_normaliser;

-- The order in which cases change.
CREATE SEQUENCE casebook.revisions AS BIGINT;
GRANT USAGE ON SEQUENCE casebook.revisions TO caseway_normaliser;

-- Cases that changed since they were last told to others. A row goes when its change is told.
CREATE TABLE casebook.changed (
    -- The case; there is none of that name where nothing is left of it. Immutable.
    case_id TEXT COLLATE "C" PRIMARY KEY,
    -- Which change it was last. Rises with every change of the case.
    revision BIGINT NOT NULL
);

CREATE INDEX changed_by_revision ON casebook.changed (revision);

ALTER TABLE casebook.changed ENABLE ROW LEVEL SECURITY;
ALTER TABLE casebook.changed FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (revision), DELETE ON casebook.changed TO caseway_normaliser;
CREATE POLICY normaliser_writes_all ON casebook.changed TO caseway_normaliser USING (true);
GRANT SELECT (document) ON casebook.cases TO caseway_normaliser;
