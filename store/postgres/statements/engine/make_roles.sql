-- make_roles: makes the roles that are not there yet, and lets the owner make its schemas in this database.
DO $$
DECLARE
    name TEXT;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'caseway_owner', 'caseway_gateway', 'caseway_normaliser', 'caseway_console', 'caseway_reader'
    ] LOOP
        IF to_regrole(name) IS NULL THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', name);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL; -- Another database of the cluster was quicker.
            END;
        END IF;
    END LOOP;
    BEGIN
        SET LOCAL ROLE caseway_owner;
        RESET ROLE;
    EXCEPTION WHEN insufficient_privilege THEN
        EXECUTE format('GRANT caseway_owner TO %I', current_user);
    END;
    EXECUTE format('GRANT CREATE ON DATABASE %I TO caseway_owner', current_database());
END
$$
