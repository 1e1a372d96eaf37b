-- find_page_end: where a page after a position ends: at the head, or where it has as many entries or bytes as it may; and the first and last moment that one of them arrived.
WITH
listed AS (
    SELECT position, received_at_micros, body_bytes
    FROM entries
    WHERE position > $1 AND disposition IS DISTINCT FROM 'rejected'
    ORDER BY position
    LIMIT $2
),
summed AS (
    SELECT
        position, received_at_micros, body_bytes,
        sum(body_bytes) OVER (ORDER BY position) AS total
    FROM listed
)
SELECT
    CASE
        WHEN count(*) < $2 AND coalesce(max(total), 0) <= $3::BIGINT
            THEN greatest($1, (SELECT coalesce(max(position), 0) FROM entries))
        ELSE max(position) FILTER (WHERE total <= $3 OR total = body_bytes)
    END AS "page_end!",
    coalesce(min(received_at_micros), 0) AS "first_micros!",
    coalesce(max(received_at_micros), 0) AS "last_micros!"
FROM summed
