-- find_positions: the newest position of the journal, and the feed position.
SELECT
    (SELECT coalesce(max(position), 0) FROM entries) AS "head!: i64",
    (SELECT position FROM feed) AS "feed!: i64"
