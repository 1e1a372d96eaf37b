-- Who may do what. Nobody may change or delete what arrived; nobody owns what it works with.
--
-- caseway_gateway     keeps submissions and new keys
-- caseway_normaliser  reads entries and keys, writes the casebook
-- caseway_console     reads without bodies, decides, keeps the roster, erases keys
-- caseway_reader      answers one sender at a time: the one named by caseway.sender
--
-- Row-level security is forced on every table, so that what no policy allows is not there,
-- for the owner too. Only what keeps account of the migrations is without.

GRANT USAGE ON SCHEMA journal
    TO caseway_gateway, caseway_normaliser, caseway_console, caseway_reader;
GRANT USAGE ON SCHEMA casebook TO caseway_normaliser, caseway_console, caseway_reader;
GRANT USAGE ON SCHEMA vault TO caseway_gateway, caseway_normaliser, caseway_console;

-- The sender that a transaction answers; NULL where none was named, and then no row is there.
CREATE FUNCTION journal.own_sender() RETURNS BIGINT
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT nullif(current_setting('caseway.sender', true), '')::BIGINT
$$;

REVOKE EXECUTE ON FUNCTION journal.make_month, journal.newest_position, journal.own_sender
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION journal.make_month TO caseway_gateway, caseway_console;
GRANT EXECUTE ON FUNCTION journal.newest_position
    TO caseway_gateway, caseway_normaliser, caseway_console, caseway_reader;
GRANT EXECUTE ON FUNCTION journal.own_sender TO caseway_reader;
GRANT USAGE ON SEQUENCE journal.positions TO caseway_gateway, caseway_console;

-- Whether the tables are as new as the program that opens them.
GRANT SELECT (version, success) ON journal.migrations
    TO caseway_gateway, caseway_normaliser, caseway_console, caseway_reader;

ALTER TABLE journal.senders ENABLE ROW LEVEL SECURITY;
ALTER TABLE journal.senders FORCE ROW LEVEL SECURITY;
GRANT SELECT ON journal.senders TO caseway_gateway;
GRANT
    SELECT (id, name, organisation, default_registry, added_at_micros, revoked_at_micros),
    INSERT (name, organisation, default_registry, token, added_at_micros),
    UPDATE (revoked_at_micros)
    ON journal.senders TO caseway_console;
GRANT SELECT (id, organisation) ON journal.senders TO caseway_reader;
CREATE POLICY gateway_sees_all ON journal.senders FOR SELECT TO caseway_gateway USING (true);
CREATE POLICY console_keeps_all ON journal.senders TO caseway_console USING (true);
CREATE POLICY reader_sees_own ON journal.senders FOR SELECT TO caseway_reader
    USING (id = journal.own_sender());

ALTER TABLE journal.entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE journal.entries FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON journal.entries TO caseway_gateway;
GRANT SELECT ON journal.entries TO caseway_normaliser, caseway_reader;
GRANT SELECT, INSERT (position, received_at_micros, body_bytes) ON journal.entries
    TO caseway_console;
-- The owner too, for newest_position.
CREATE POLICY all_are_seen ON journal.entries FOR SELECT
    TO caseway_owner, caseway_gateway, caseway_normaliser, caseway_console USING (true);
CREATE POLICY gateway_keeps_submissions ON journal.entries FOR INSERT
    TO caseway_gateway WITH CHECK (submission IS NOT NULL);
CREATE POLICY console_keeps_decisions ON journal.entries FOR INSERT
    TO caseway_console WITH CHECK (submission IS NULL);
CREATE POLICY reader_sees_own ON journal.entries FOR SELECT TO caseway_reader
    USING (sender = journal.own_sender());

ALTER TABLE journal.matters ENABLE ROW LEVEL SECURITY;
ALTER TABLE journal.matters FORCE ROW LEVEL SECURITY;
GRANT SELECT (position, received_at_micros, issues), INSERT ON journal.matters
    TO caseway_gateway;
GRANT SELECT ON journal.matters TO caseway_normaliser;
GRANT
    SELECT (position, received_at_micros, registry, kind, profile, issues, decision),
    INSERT (position, received_at_micros, decision)
    ON journal.matters TO caseway_console;
GRANT SELECT (position, received_at_micros, sender, key, report_key, registry, kind, issues)
    ON journal.matters TO caseway_reader;
CREATE POLICY all_are_seen ON journal.matters FOR SELECT
    TO caseway_gateway, caseway_normaliser, caseway_console USING (true);
CREATE POLICY gateway_keeps_submissions ON journal.matters FOR INSERT
    TO caseway_gateway WITH CHECK (decision IS NULL);
CREATE POLICY console_keeps_decisions ON journal.matters FOR INSERT
    TO caseway_console WITH CHECK (decision IS NOT NULL);
CREATE POLICY reader_sees_own ON journal.matters FOR SELECT TO caseway_reader
    USING (sender = journal.own_sender());

ALTER TABLE casebook.feed ENABLE ROW LEVEL SECURITY;
ALTER TABLE casebook.feed FORCE ROW LEVEL SECURITY;
GRANT SELECT, UPDATE (position) ON casebook.feed TO caseway_normaliser;
GRANT SELECT ON casebook.feed TO caseway_console, caseway_reader;
CREATE POLICY normaliser_moves_it ON casebook.feed TO caseway_normaliser USING (true);
CREATE POLICY all_see_it ON casebook.feed FOR SELECT TO caseway_console, caseway_reader
    USING (true);

ALTER TABLE casebook.outcomes ENABLE ROW LEVEL SECURITY;
ALTER TABLE casebook.outcomes FORCE ROW LEVEL SECURITY;
GRANT INSERT ON casebook.outcomes TO caseway_normaliser;
GRANT SELECT ON casebook.outcomes TO caseway_console;
GRANT SELECT (position, at, kind, sender, case_id, cause, sentence) ON casebook.outcomes
    TO caseway_reader;
CREATE POLICY normaliser_writes_all ON casebook.outcomes FOR INSERT TO caseway_normaliser
    WITH CHECK (true);
CREATE POLICY console_sees_all ON casebook.outcomes FOR SELECT TO caseway_console USING (true);
CREATE POLICY reader_sees_own ON casebook.outcomes FOR SELECT TO caseway_reader
    USING (sender = journal.own_sender());

ALTER TABLE casebook.held ENABLE ROW LEVEL SECURITY;
ALTER TABLE casebook.held FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON casebook.held TO caseway_normaliser;
GRANT SELECT ON casebook.held TO caseway_console;
CREATE POLICY normaliser_writes_all ON casebook.held TO caseway_normaliser USING (true);
CREATE POLICY console_sees_all ON casebook.held FOR SELECT TO caseway_console USING (true);

ALTER TABLE casebook.facts ENABLE ROW LEVEL SECURITY;
ALTER TABLE casebook.facts FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON casebook.facts TO caseway_normaliser;
CREATE POLICY normaliser_writes_all ON casebook.facts TO caseway_normaliser USING (true);

ALTER TABLE casebook.cases ENABLE ROW LEVEL SECURITY;
ALTER TABLE casebook.cases FORCE ROW LEVEL SECURITY;
GRANT SELECT (id), INSERT, DELETE ON casebook.cases TO caseway_normaliser;
GRANT SELECT ON casebook.cases TO caseway_console;
CREATE POLICY normaliser_writes_all ON casebook.cases TO caseway_normaliser USING (true);
CREATE POLICY console_sees_all ON casebook.cases FOR SELECT TO caseway_console USING (true);

ALTER TABLE casebook.expectations ENABLE ROW LEVEL SECURITY;
ALTER TABLE casebook.expectations FORCE ROW LEVEL SECURITY;
GRANT INSERT ON casebook.expectations TO caseway_normaliser;
GRANT SELECT ON casebook.expectations TO caseway_console, caseway_reader;
CREATE POLICY normaliser_writes_all ON casebook.expectations TO caseway_normaliser USING (true);
CREATE POLICY console_sees_all ON casebook.expectations FOR SELECT TO caseway_console
    USING (true);
CREATE POLICY reader_sees_own ON casebook.expectations FOR SELECT TO caseway_reader
    USING (responsible = (SELECT organisation FROM journal.senders));

-- A view looks with its reader's own rights.
ALTER VIEW casebook.documents SET (security_invoker = true);
ALTER VIEW casebook.tumours SET (security_invoker = true);
ALTER VIEW casebook.reviews SET (security_invoker = true);
ALTER VIEW casebook.case_events SET (security_invoker = true);
GRANT SELECT ON casebook.documents, casebook.tumours, casebook.reviews, casebook.case_events
    TO caseway_console;

ALTER TABLE vault.keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault.keys FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT (owner, wrapped, identity) ON vault.keys TO caseway_gateway;
GRANT SELECT ON vault.keys TO caseway_normaliser;
GRANT SELECT (owner, erased), UPDATE (wrapped, identity) ON vault.keys TO caseway_console;
CREATE POLICY gateway_keeps_all ON vault.keys TO caseway_gateway USING (true);
CREATE POLICY normaliser_sees_all ON vault.keys FOR SELECT TO caseway_normaliser USING (true);
CREATE POLICY console_sees_all ON vault.keys FOR SELECT TO caseway_console USING (true);
-- It may empty a key and put nothing in its place.
CREATE POLICY console_erases ON vault.keys FOR UPDATE TO caseway_console
    USING (true) WITH CHECK (erased);
