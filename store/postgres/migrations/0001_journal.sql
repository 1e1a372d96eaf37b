-- The journal: who may submit, and everything that arrived.
--
-- An entry is two rows. What makes it one of its kind and gives it its place stands in
-- `entries`, for ever and in one table, because a unique index cannot reach over partitions.
-- What it is about stands in `matters`, a partition a month of receipt, where the bytes are.
-- Whatever a sender wrote is kept as bytes: a text of PostgreSQL cannot hold U+0000. An
-- index has the hash of it: a row of an index cannot be longer than a third of a page.

CREATE SCHEMA IF NOT EXISTS journal;

-- Who may submit. A row is never deleted; only revoked_at_micros ever changes.
CREATE TABLE journal.senders (
    -- The sender's number; never used again. Immutable.
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Its name, as the operator gave it. Immutable.
    name TEXT COLLATE "C" NOT NULL,
    -- Organisation number, nine digits; NULL where not known. Immutable.
    organisation TEXT,
    -- Short name of the registry its reports are for when they name no profile; NULL for none. Immutable.
    default_registry TEXT,
    -- SHA-256 of its bearer token, 32 bytes. Immutable.
    token BYTEA NOT NULL CHECK (octet_length(token) = 32),
    -- When it was added, microseconds since 1970 UTC. Immutable.
    added_at_micros BIGINT NOT NULL,
    -- When its token was revoked, microseconds since 1970 UTC; NULL while it is good. Set once.
    revoked_at_micros BIGINT
);

-- A name and a token belong to one sender.
CREATE UNIQUE INDEX senders_by_name ON journal.senders (name);
CREATE UNIQUE INDEX senders_by_token ON journal.senders (token);

-- Positions in the order they are drawn. Drawn in turn only: see engine/take_turn.
CREATE SEQUENCE journal.positions AS BIGINT;

-- Everything that arrived, in order. A row is never changed and never deleted.
CREATE TABLE journal.entries (
    -- The place in the journal; rises with every commit, gaps are allowed. Immutable.
    position BIGINT PRIMARY KEY,
    -- When its last byte was here, microseconds since 1970 UTC. Immutable.
    received_at_micros BIGINT NOT NULL,
    -- Name of the submission, 16 bytes; NULL for a decision. Immutable.
    submission BYTEA CHECK (octet_length(submission) = 16),
    -- Who sent it; NULL for a decision. Immutable.
    sender BIGINT REFERENCES journal.senders (id),
    -- SHA-256 of the sender's own key for it, 32 bytes; NULL for a decision. Immutable.
    key_hash BYTEA CHECK (octet_length(key_hash) = 32),
    -- SHA-256 of the canonical content, 32 bytes; NULL for a decision. Immutable.
    content BYTEA CHECK (octet_length(content) = 32),
    -- 'accepted', 'rejected' or 'superseded', as answered at the door; NULL for a decision. Immutable.
    disposition TEXT CHECK (disposition IN ('accepted', 'rejected', 'superseded')),
    -- SHA-256 of the report's identifier within the sender, 32 bytes; NULL for a decision, or where the body names no report. Immutable.
    report_hash BYTEA CHECK (octet_length(report_hash) = 32),
    -- Order among the versions of the report, of fixed width and compared as bytes; NULL as report_hash. Immutable.
    rank BYTEA,
    -- Length of the sealed body, bytes; 0 for a decision. Immutable.
    body_bytes BIGINT NOT NULL,
    CHECK (num_nonnulls(submission, sender, key_hash, content, disposition) IN (0, 5)),
    CHECK (num_nonnulls(report_hash, rank) IN (0, 2)),
    CHECK (disposition IS NULL OR disposition = 'rejected' OR report_hash IS NOT NULL)
);

-- One entry a submission, however often it is sent.
CREATE UNIQUE INDEX entries_by_submission ON journal.entries (submission)
    WHERE submission IS NOT NULL;
-- One kept submission a key: a rejected one never blocks its correction.
CREATE UNIQUE INDEX entries_by_key ON journal.entries (sender, key_hash)
    WHERE disposition IN ('accepted', 'superseded');
-- The kept versions of a report, in the order that counts.
CREATE INDEX entries_by_report ON journal.entries (sender, report_hash, rank)
    WHERE disposition IN ('accepted', 'superseded');
-- A sender's account of a period.
CREATE INDEX entries_by_time ON journal.entries (sender, received_at_micros);
-- A sender's submissions in order, a page at a time.
CREATE INDEX entries_by_sender ON journal.entries (sender, position);

-- What each entry is about. A row is never changed and never deleted; a month may be taken off whole.
CREATE TABLE journal.matters (
    -- The entry. Immutable.
    position BIGINT NOT NULL,
    -- When its last byte was here, as in its entry. Immutable.
    received_at_micros BIGINT NOT NULL,
    -- Who sent it, as in its entry; NULL for a decision. Immutable.
    sender BIGINT,
    -- The sender's own key for it, UTF-8; NULL for a decision. Immutable.
    key BYTEA,
    -- SHA-256 of the bytes as sent, 32 bytes; NULL for a decision. Immutable.
    raw BYTEA CHECK (octet_length(raw) = 32),
    -- SHA-256 of the plan that checked it, 32 bytes; NULL for a decision. Immutable.
    plan BYTEA CHECK (octet_length(plan) = 32),
    -- 'rest' or 'grpc'; NULL for a decision. Immutable.
    door TEXT,
    -- Media type; NULL for a decision. Immutable.
    syntax TEXT,
    -- Pseudonym, 33 bytes; NULL for a decision, or where the body names no person. Immutable.
    person BYTEA CHECK (octet_length(person) = 33),
    -- Identifier of the report within the sender, UTF-8; NULL as person. Immutable.
    report_key BYTEA,
    -- Whether the report is taken back; NULL as person. Immutable.
    retracts BOOLEAN,
    -- Short name of the registry; NULL as person. Immutable.
    registry TEXT,
    -- Kind of report; NULL as person. Immutable.
    kind TEXT,
    -- Profile it was checked against, url|version; NULL as person. Immutable.
    profile TEXT,
    -- JSON array of the findings at the door; NULL for a decision. Immutable.
    issues TEXT,
    -- JSON of an operator's decision; NULL for a submission. Immutable.
    decision TEXT,
    -- Whose key seals the body: 'p' and a person, or 's' and a sender; NULL for a decision. Immutable.
    owner BYTEA,
    -- The bytes as sent, compressed and sealed; NULL for a decision. Immutable.
    body BYTEA,
    PRIMARY KEY (received_at_micros, position),
    CHECK (num_nonnulls(sender, key, raw, plan, door, syntax, issues, owner, body)
        = CASE WHEN decision IS NULL THEN 9 ELSE 0 END),
    CHECK (num_nonnulls(person, report_key, retracts, registry, kind, profile) IN (0, 6))
) PARTITION BY RANGE (received_at_micros);

-- A sealed body does not compress again.
ALTER TABLE journal.matters ALTER COLUMN body SET STORAGE EXTERNAL;

-- Makes the partition of the month that a moment is in, microseconds since 1970 UTC, where
-- there is none. It is made apart and attached then, so that no appender waits for it.
CREATE FUNCTION journal.make_month(moment_micros BIGINT) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    first CONSTANT TIMESTAMP :=
        date_trunc('month', to_timestamp(floor(moment_micros / 1000000.0)) AT TIME ZONE 'UTC');
    month CONSTANT TEXT := 'matters_' || to_char(first, 'YYYY_MM');
BEGIN
    -- 'month' in ASCII.
    PERFORM pg_advisory_xact_lock(470020945000);
    IF to_regclass(format('journal.%I', month)) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE journal.%I (LIKE journal.matters INCLUDING ALL)', month);
    EXECUTE format('ALTER TABLE journal.%I ENABLE ROW LEVEL SECURITY', month);
    EXECUTE format('ALTER TABLE journal.%I FORCE ROW LEVEL SECURITY', month);
    EXECUTE format(
        'ALTER TABLE journal.matters ATTACH PARTITION journal.%I FOR VALUES FROM (%s) TO (%s)',
        month,
        (extract(epoch FROM first) * 1000000)::BIGINT,
        (extract(epoch FROM first + INTERVAL '1 month') * 1000000)::BIGINT
    );
END
$$;

-- The newest position, 0 when there is none: for those too who may see few of the entries.
CREATE FUNCTION journal.newest_position() RETURNS BIGINT
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(max(position), 0) FROM journal.entries
$$;

-- Tells who waits for entries, when they are there to be read.
CREATE FUNCTION journal.tell() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_notify('caseway_entries', max(position)::TEXT) FROM arrived HAVING count(*) > 0;
    RETURN NULL;
END
$$;

CREATE TRIGGER entries_are_told AFTER INSERT ON journal.entries
REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION journal.tell();
