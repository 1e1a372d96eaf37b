-- drop_replay: takes a casebook away that is not in use.
DO $$
BEGIN
    EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', current_setting('caseway.replay'));
END
$$
