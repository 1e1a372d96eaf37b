-- find_by_id: the sender of a number.
SELECT
    id, name, organisation, default_registry, added_at_micros, revoked_at_micros
FROM senders
WHERE id = $1
