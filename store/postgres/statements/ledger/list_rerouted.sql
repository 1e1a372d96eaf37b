-- list_rerouted: a sender's reports that came to belong elsewhere in a period, up to a position.
SELECT document
FROM reroutings
WHERE sender = $1 AND received_at_micros >= $2 AND received_at_micros < $3 AND at <= $4
ORDER BY at, case_id, ordinal
