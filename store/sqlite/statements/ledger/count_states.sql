-- count_states: how many submissions of a sender in a period stand where, as of a position.
-- What the feed has passed without an outcome is in no state: it shows as the residual.
WITH stood AS (
    SELECT
        entries.position,
        entries.disposition,
        (
            SELECT newer.position
            FROM entries AS newer INDEXED BY entries_by_report
            WHERE entries.disposition IN ('accepted', 'superseded')
                AND newer.sender = entries.sender
                AND newer.report_key = entries.report_key
                AND newer.rank > entries.rank
                AND newer.disposition IN ('accepted', 'superseded')
                AND newer.position <= ?4
                AND 'discarded' IS NOT (
                    SELECT kind FROM outcomes
                    WHERE outcomes.position = newer.position AND at <= ?4
                    ORDER BY at DESC
                    LIMIT 1
                )
            ORDER BY newer.rank DESC
            LIMIT 1
        ) AS newer
    FROM entries INDEXED BY entries_by_time
    WHERE entries.sender = ?1
        AND entries.received_at_micros >= ?2 AND entries.received_at_micros < ?3
        AND entries.position <= ?4
)
SELECT
    CASE
        WHEN stood.disposition = 'rejected' THEN 'rejected'
        WHEN outcomes.kind = 'discarded' THEN 'discarded'
        WHEN outcomes.kind IN ('quarantined', 'waiting') THEN 'quarantined'
        WHEN stood.newer IS NOT NULL THEN 'superseded'
        WHEN outcomes.kind = 'recorded' THEN 'recorded'
        ELSE 'in-flight'
    END AS "state!: String",
    count(*) AS "submissions!: i64"
FROM stood
LEFT JOIN outcomes
    ON outcomes.position = stood.position
    AND outcomes.at = (
        SELECT max(at) FROM outcomes AS history
        WHERE history.position = stood.position AND history.at <= ?4
    )
WHERE stood.disposition = 'rejected'
    OR stood.newer IS NOT NULL
    OR outcomes.kind IS NOT NULL
    OR stood.position > (SELECT position FROM feed)
GROUP BY 1
