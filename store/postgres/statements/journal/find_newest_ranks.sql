-- find_newest_ranks: for each draft that is a version of a report, by its index, the greatest rank among the accepted versions of that report.
SELECT asked.ordinal - 1 AS "draft!", newest.rank AS "rank!"
FROM unnest($1::BIGINT[], $2::BYTEA[]) WITH ORDINALITY AS asked (sender, report_key, ordinal)
CROSS JOIN LATERAL (
    SELECT stood.rank
    FROM entries AS stood
    WHERE stood.sender = asked.sender AND stood.report_hash = sha256(asked.report_key)
        AND stood.disposition IN ('accepted', 'superseded') AND stood.disposition = 'accepted'
    ORDER BY stood.rank DESC
    LIMIT 1
) AS newest
