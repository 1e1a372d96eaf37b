-- list_senders: every sender, by name.
SELECT
    id AS "id!: i64",
    name AS "name!: String",
    organisation AS "organisation?: String",
    default_registry AS "default_registry?: String",
    added_at_micros AS "added_at_micros!: i64",
    revoked_at_micros AS "revoked_at_micros?: i64"
FROM senders
ORDER BY name
