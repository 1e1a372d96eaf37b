-- find_backlog: how many entries wait to be normalised, and when the oldest of them arrived.
SELECT
    (SELECT coalesce(max(position), 0) FROM entries) AS "head!: i64",
    (SELECT position FROM feed) AS "feed!: i64",
    count(*) AS "entries!: i64",
    min(received_at_micros) AS "oldest_micros?: i64"
FROM entries
WHERE position > (SELECT position FROM feed) AND disposition IS NOT 'rejected'
