-- find_head: the newest position, 0 when there is none.
SELECT coalesce(max(position), 0) AS "head!: i64" FROM entries
