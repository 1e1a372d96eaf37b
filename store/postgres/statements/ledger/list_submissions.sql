-- list_submissions: submissions of a sender in a period after a position, in order, and where they stand as of another.
WITH stood AS (
    SELECT position, submission, sender, received_at_micros, disposition, report_hash, rank
    FROM entries
    WHERE sender = $1
        AND received_at_micros >= $2 AND received_at_micros < $3
        AND position > $4 AND position <= $5
    ORDER BY position
    LIMIT $6
)
SELECT
    stood.position AS "position!",
    stood.submission AS "submission!",
    matter.key AS "key!",
    matter.report_key AS "report_key?",
    matter.registry AS "registry?",
    matter.kind AS "kind?",
    stood.received_at_micros AS "received_at_micros!",
    stood.disposition AS "disposition!",
    matter.issues AS "issues!",
    latest.case_id AS "case_id?",
    latest.cause AS "cause?",
    latest.sentence AS "sentence?",
    replacement.submission AS "replaced_by?",
    CASE
        WHEN stood.disposition = 'rejected' THEN 'rejected'
        WHEN latest.kind = 'discarded' THEN 'discarded'
        WHEN latest.kind IN ('quarantined', 'waiting') THEN 'quarantined'
        WHEN replacement.submission IS NOT NULL THEN 'superseded'
        WHEN latest.kind = 'recorded' THEN 'recorded'
        ELSE 'in-flight'
    END AS "state!"
FROM stood
CROSS JOIN LATERAL (
    SELECT key, report_key, registry, kind, issues
    FROM matters
    WHERE matters.position = stood.position
        AND matters.received_at_micros = stood.received_at_micros
    LIMIT 1
) AS matter
LEFT JOIN LATERAL (
    SELECT kind, case_id, cause, sentence
    FROM outcomes
    WHERE outcomes.position = stood.position AND at <= $5
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
        AND newer.position <= $5
        AND 'discarded' IS DISTINCT FROM (
            SELECT kind
            FROM outcomes
            WHERE outcomes.position = newer.position AND at <= $5
            ORDER BY at DESC
            LIMIT 1
        )
    ORDER BY newer.rank DESC
    LIMIT 1
) AS replacement ON true
ORDER BY stood.position
