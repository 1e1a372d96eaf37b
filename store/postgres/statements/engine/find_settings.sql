-- find_settings: what decides whether commits can be relied on, whether the login may do more than it should, and how new the tables are.
SELECT
    current_setting('server_version_num')::INTEGER AS "version!",
    current_setting('fsync')::BOOLEAN AS "fsync!",
    current_setting('full_page_writes')::BOOLEAN AS "full_page_writes!",
    current_setting('synchronous_commit') <> 'off' AS "synchronous_commit!",
    rolsuper OR rolbypassrls OR rolcreaterole
        OR pg_has_role(oid, 'caseway_owner', 'MEMBER') AS "may_everything!",
    (SELECT max(version) FROM journal.migrations WHERE success) AS "migration?"
FROM pg_roles
WHERE rolname = session_user
