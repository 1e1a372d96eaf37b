-- find_newest_ranks: for each report, by its index, the greatest rank among its accepted versions.
SELECT asked.ordinal - 1 AS "report!", newest.rank AS "rank!"
FROM (
    SELECT ordinal, sender, sha256(report_key) AS report_hash
    FROM unnest($1::BIGINT[], $2::BYTEA[])
        WITH ORDINALITY AS reports (sender, report_key, ordinal)
) AS asked
CROSS JOIN LATERAL (
    SELECT stood.rank
    FROM entries AS stood
    -- Compared as one value, and in the order of its index: however few entries the server believes
    -- there to be, no other index will do.
    WHERE (stood.report_hash, stood.sender)
        BETWEEN (asked.report_hash, asked.sender) AND (asked.report_hash, asked.sender)
        AND stood.disposition = 'accepted'
    ORDER BY stood.report_hash DESC, stood.sender DESC, stood.rank DESC
    LIMIT 1
) AS newest
