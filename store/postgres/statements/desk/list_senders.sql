-- list_senders: every sender, by name, and when it last submitted.
SELECT
    id,
    name,
    organisation,
    default_registry,
    revoked_at_micros,
    (
        SELECT max(received_at_micros) FROM entries WHERE entries.sender = senders.id
    ) AS "last_seen_micros?"
FROM senders
ORDER BY name
