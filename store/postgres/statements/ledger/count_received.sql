-- count_received: how many submissions of a sender a period has, counted by themselves.
SELECT count(*) AS "received!"
FROM entries
WHERE sender = $1 AND received_at_micros >= $2 AND received_at_micros < $3 AND position <= $4
