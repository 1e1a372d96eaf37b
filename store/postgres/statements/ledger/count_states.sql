-- count_states: how many submissions of a sender in a period stand where, as of a position.
-- What the feed has passed without an outcome is in no state: it shows as the residual.
SELECT
    CASE
        WHEN stood.disposition = 'rejected' THEN 'rejected'
        WHEN latest.kind = 'discarded' THEN 'discarded'
        WHEN latest.kind IN ('quarantined', 'waiting') THEN 'quarantined'
        WHEN replacement.submission IS NOT NULL THEN 'superseded'
        WHEN latest.kind = 'recorded' THEN 'recorded'
        ELSE 'in-flight'
    END AS "state!",
    count(*) AS "submissions!"
FROM entries AS stood
LEFT JOIN LATERAL (
    SELECT kind
    FROM outcomes
    WHERE outcomes.position = stood.position AND at <= $4
    ORDER BY at DESC
    LIMIT 1
) AS latest ON true
LEFT JOIN LATERAL (
    SELECT newer.submission
    FROM entries AS newer
    WHERE stood.disposition IN ('accepted', 'superseded')
        AND newer.sender = stood.sender
        AND newer.report_hash = stood.report_hash
        AND newer.rank > stood.rank
        AND newer.disposition IN ('accepted', 'superseded')
        AND newer.position <= $4
        AND 'discarded' IS DISTINCT FROM (
            SELECT kind
            FROM outcomes
            WHERE outcomes.position = newer.position AND at <= $4
            ORDER BY at DESC
            LIMIT 1
        )
    ORDER BY newer.rank DESC
    LIMIT 1
) AS replacement ON true
WHERE stood.sender = $1
    AND stood.received_at_micros >= $2 AND stood.received_at_micros < $3
    AND stood.position <= $4
    AND (
        stood.disposition = 'rejected'
        OR replacement.submission IS NOT NULL
        OR latest.kind IS NOT NULL
        OR stood.position > (SELECT min(position) FROM feed)
    )
GROUP BY 1
