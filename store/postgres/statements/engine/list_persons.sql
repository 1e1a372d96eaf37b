-- list_persons: whom the entries at some positions are about, of those that are fed.
SELECT entries.position AS "position!", matter.person AS "person!"
FROM entries
CROSS JOIN LATERAL (
    SELECT person
    FROM matters
    WHERE matters.position = entries.position
        AND matters.received_at_micros = entries.received_at_micros
    LIMIT 1
) AS matter
WHERE entries.position = ANY($1::BIGINT[])
    AND entries.disposition IS DISTINCT FROM 'rejected'
    AND matter.person IS NOT NULL
