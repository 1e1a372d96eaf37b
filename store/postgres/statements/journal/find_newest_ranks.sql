-- find_newest_ranks: for each report, by its index, the greatest rank among its accepted versions.
SELECT asked.ordinal - 1 AS "report!", newest.rank AS "rank!"
FROM unnest($1::BIGINT[], $2::BYTEA[]) WITH ORDINALITY AS asked (sender, report_key, ordinal)
CROSS JOIN LATERAL (
    SELECT stood.rank
    FROM entries AS stood
    WHERE stood.sender = asked.sender AND stood.report_hash = sha256(asked.report_key)
        AND stood.disposition = 'accepted'
    ORDER BY stood.rank DESC
    LIMIT 1
) AS newest
