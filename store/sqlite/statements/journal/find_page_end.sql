-- find_page_end: where a page after a position ends: at the head, or where it has as many entries or bytes as it may.
WITH
listed AS (
    SELECT position, coalesce(length(body), 0) AS bytes
    FROM entries
    WHERE position > ?1 AND disposition IS NOT 'rejected'
    ORDER BY position
    LIMIT ?2
),
summed AS (
    SELECT position, bytes, sum(bytes) OVER (ORDER BY position) AS total FROM listed
)
SELECT
    CASE
        WHEN count(*) < ?2 AND coalesce(max(total), 0) <= ?3
            THEN max(?1, (SELECT coalesce(max(position), 0) FROM entries))
        ELSE max(position) FILTER (WHERE total <= ?3 OR total = bytes)
    END AS "page_end!: i64"
FROM summed
