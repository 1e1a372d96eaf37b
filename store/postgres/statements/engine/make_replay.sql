-- make_replay: makes the schema of a replayed casebook, as the one in use is, empty; nothing where it is there.
-- Its name is in the setting caseway.replay. Everything keeps its name, so that a later
-- migration finds it; rights and policies are copied too.
DO $$
DECLARE
    source CONSTANT REGNAMESPACE := 'casebook';
    target CONSTANT TEXT := current_setting('caseway.replay');
    own CONSTANT TEXT := format('%I.', target);
    one RECORD;
BEGIN
    IF to_regnamespace(target) IS NOT NULL THEN
        RETURN;
    END IF;
    -- Definitions are printed with their schemas.
    PERFORM set_config('search_path', 'pg_catalog', true);
    IF EXISTS (
        SELECT FROM pg_class WHERE relnamespace = source AND relkind NOT IN ('r', 'v', 'i', 't')
    ) OR EXISTS (SELECT FROM pg_proc WHERE pronamespace = source)
        OR EXISTS (SELECT FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
            WHERE relnamespace = source AND NOT tgisinternal)
    THEN
        RAISE EXCEPTION 'the casebook has something that cannot be made a second time';
    END IF;
    EXECUTE format('CREATE SCHEMA %I', target);
    FOR one IN
        SELECT relname, oid::REGCLASS AS name, reloptions FROM pg_class
        WHERE relnamespace = source AND relkind = 'r' ORDER BY oid
    LOOP
        EXECUTE format(
            'CREATE TABLE %I.%I (LIKE %s INCLUDING ALL EXCLUDING INDEXES)',
            target, one.relname, one.name
        );
        IF one.reloptions IS NOT NULL THEN
            EXECUTE format(
                'ALTER TABLE %I.%I SET (%s)',
                target, one.relname, array_to_string(one.reloptions, ', ')
            );
        END IF;
    END LOOP;
    -- Keys before what refers to them.
    FOR one IN
        SELECT relname, conname, replace(pg_get_constraintdef(pg_constraint.oid), 'casebook.', own) AS rule
        FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
        WHERE connamespace = source AND contype IN ('p', 'u', 'x', 'f')
        ORDER BY contype = 'f', pg_constraint.oid
    LOOP
        EXECUTE format(
            'ALTER TABLE %I.%I ADD CONSTRAINT %I %s', target, one.relname, one.conname, one.rule
        );
    END LOOP;
    FOR one IN
        SELECT replace(pg_get_indexdef(indexrelid), ' ON casebook.', ' ON ' || own) AS making
        FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
        WHERE relnamespace = source AND relkind = 'r'
            AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype <> 'f')
        ORDER BY indexrelid
    LOOP
        EXECUTE one.making;
    END LOOP;
    EXECUTE format('INSERT INTO %I.feed (partition, partitions, position) VALUES (0, 1, 0)', target);
    FOR one IN
        SELECT
            relname, coalesce(reloptions, '{}') AS options,
            (
                SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)
                FROM pg_attribute WHERE attrelid = pg_class.oid AND attnum > 0
            ) AS columns,
            replace(pg_get_viewdef(oid), 'casebook.', own) AS query
        FROM pg_class WHERE relnamespace = source AND relkind = 'v' ORDER BY oid
    LOOP
        EXECUTE format('CREATE VIEW %I.%I (%s) AS %s', target, one.relname, one.columns, one.query);
        IF one.options <> '{}' THEN
            EXECUTE format(
                'ALTER VIEW %I.%I SET (%s)',
                target, one.relname, array_to_string(one.options, ', ')
            );
        END IF;
    END LOOP;
    FOR one IN
        SELECT
            tablename, policyname, permissive, cmd,
            array_to_string(roles, ', ') AS roles, replace(qual, 'casebook.', own) AS qual,
            replace(with_check, 'casebook.', own) AS with_check
        FROM pg_policies WHERE schemaname = source::TEXT
    LOOP
        EXECUTE format(
            'CREATE POLICY %I ON %I.%I AS %s FOR %s TO %s', one.policyname, target, one.tablename,
            one.permissive, one.cmd, one.roles
        ) || coalesce(' USING (' || one.qual || ')', '')
            || coalesce(' WITH CHECK (' || one.with_check || ')', '');
    END LOOP;
    FOR one IN
        SELECT relname, relrowsecurity AS enabled, relforcerowsecurity AS forced FROM pg_class
        WHERE relnamespace = source AND relkind = 'r'
    LOOP
        IF one.enabled THEN
            EXECUTE format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', target, one.relname);
        END IF;
        IF one.forced THEN
            EXECUTE format('ALTER TABLE %I.%I FORCE ROW LEVEL SECURITY', target, one.relname);
        END IF;
    END LOOP;
    FOR one IN
        SELECT privilege_type AS privilege, format('SCHEMA %I', target) AS what, grantee
        FROM pg_namespace, aclexplode(nspacl)
        WHERE pg_namespace.oid = source AND grantee <> nspowner
        UNION ALL
        SELECT privilege_type, format('%I.%I', target, relname), grantee
        FROM pg_class, aclexplode(relacl)
        WHERE relnamespace = source AND grantee <> relowner
        UNION ALL
        SELECT format('%s (%I)', privilege_type, attname), format('%I.%I', target, relname), grantee
        FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid, aclexplode(attacl)
        WHERE relnamespace = source AND grantee <> relowner
    LOOP
        EXECUTE format('GRANT %s ON %s TO %s', one.privilege, one.what, one.grantee::REGROLE);
    END LOOP;
END
$$
