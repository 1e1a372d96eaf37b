-- find_by_token: the sender that a token belongs to, revoked or not.
SELECT
    id, name, organisation, default_registry, added_at_micros, revoked_at_micros
FROM senders
WHERE token = $1
