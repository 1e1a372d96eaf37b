-- list_senders: every sender, by name.
SELECT
    id, name, organisation, default_registry, added_at_micros, revoked_at_micros
FROM senders
ORDER BY name
