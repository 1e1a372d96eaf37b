-- revoke_sender: revokes a sender's token, once.
UPDATE senders SET revoked_at_micros = $2 WHERE name = $1 AND revoked_at_micros IS NULL
