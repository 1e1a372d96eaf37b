-- find_backlog: how many entries wait to be normalised, and when the oldest of them arrived.
SELECT
    newest_position() AS "head!",
    (SELECT min(position) FROM feed) AS "feed!",
    count(*) AS "entries!",
    min(received_at_micros) AS "oldest_micros?"
FROM entries
WHERE position > (SELECT min(position) FROM feed) AND disposition IS DISTINCT FROM 'rejected'
