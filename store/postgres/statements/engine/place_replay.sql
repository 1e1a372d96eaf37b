-- place_replay: puts a replayed casebook in the place of the one in use, which is kept aside.
-- Whoever records a page is waited for; who comes after finds the other one.
DO $$
DECLARE
    replay CONSTANT TEXT := current_setting('caseway.replay');
BEGIN
    IF EXISTS (
        SELECT FROM (
            SELECT nspname, relname, attname, atttypid
            FROM pg_namespace
            JOIN pg_class ON relnamespace = pg_namespace.oid AND relkind = 'r'
            JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
            WHERE nspname IN ('casebook', replay)
        ) AS columns
        GROUP BY relname, attname, atttypid
        HAVING count(*) <> 2
    ) THEN
        RAISE EXCEPTION 'the tables were brought up to date after the replay was begun: discard it and build another';
    END IF;
    DROP SCHEMA IF EXISTS casebook_replaced CASCADE;
    LOCK TABLE casebook.feed IN ACCESS EXCLUSIVE MODE;
    ALTER SCHEMA casebook RENAME TO casebook_replaced;
    EXECUTE format('ALTER SCHEMA %I RENAME TO casebook', replay);
END
$$
