-- list_replays: every replayed casebook, and those that were replaced and not taken away.
SELECT nspname::TEXT AS "name!" FROM pg_namespace WHERE nspname ~ '^casebook_' ORDER BY 1
