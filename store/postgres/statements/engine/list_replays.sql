-- list_replays: every replayed casebook, and those that were replaced and not taken away.
SELECT nspname::TEXT AS "name!" FROM pg_namespace WHERE nspname ~ '^casebook_([0-9a-f]{8}|replaced)$' ORDER BY 1
