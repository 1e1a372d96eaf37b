-- list_senders: every sender, by name, and when it last submitted.
SELECT
    id AS "id!: i64",
    name AS "name!: String",
    organisation AS "organisation?: String",
    default_registry AS "default_registry?: String",
    revoked_at_micros AS "revoked_at_micros?: i64",
    (
        SELECT max(received_at_micros) FROM entries INDEXED BY entries_by_time
        WHERE entries.sender = senders.id
    ) AS "last_seen_micros?: i64"
FROM senders
ORDER BY name
