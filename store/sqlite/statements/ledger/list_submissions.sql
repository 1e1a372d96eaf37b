-- list_submissions: submissions of a sender in a period after a position, in order, and where they stand as of another.
WITH stood AS (
    SELECT
        entries.position,
        entries.submission,
        entries.key,
        entries.report_key,
        entries.registry,
        entries.kind,
        entries.received_at_micros,
        entries.disposition,
        entries.issues,
        (
            SELECT newer.position
            FROM entries AS newer INDEXED BY entries_by_report
            WHERE entries.disposition IN ('accepted', 'superseded')
                AND newer.sender = entries.sender
                AND newer.report_key = entries.report_key
                AND newer.rank > entries.rank
                AND newer.disposition IN ('accepted', 'superseded')
                AND newer.position <= ?5
                AND 'discarded' IS NOT (
                    SELECT kind FROM outcomes
                    WHERE outcomes.position = newer.position AND at <= ?5
                    ORDER BY at DESC
                    LIMIT 1
                )
            ORDER BY newer.rank DESC
            LIMIT 1
        ) AS newer
    FROM entries INDEXED BY entries_by_sender
    WHERE entries.sender = ?1
        AND entries.received_at_micros >= ?2 AND entries.received_at_micros < ?3
        AND entries.position > ?4 AND entries.position <= ?5
    ORDER BY entries.position
    LIMIT ?6
)
SELECT
    stood.position AS "position!: i64",
    stood.submission AS "submission!: Vec<u8>",
    stood.key AS "key!: String",
    stood.report_key AS "report_key?: String",
    stood.registry AS "registry?: String",
    stood.kind AS "kind?: String",
    stood.received_at_micros AS "received_at_micros!: i64",
    stood.disposition AS "disposition!: String",
    stood.issues AS "issues!: String",
    outcomes.case_id AS "case_id?: String",
    outcomes.cause AS "cause?: String",
    outcomes.sentence AS "sentence?: String",
    replacement.submission AS "replaced_by?: Vec<u8>",
    CASE
        WHEN stood.disposition = 'rejected' THEN 'rejected'
        WHEN outcomes.kind = 'discarded' THEN 'discarded'
        WHEN outcomes.kind IN ('quarantined', 'waiting') THEN 'quarantined'
        WHEN stood.newer IS NOT NULL THEN 'superseded'
        WHEN outcomes.kind = 'recorded' THEN 'recorded'
        ELSE 'in-flight'
    END AS "state!: String"
FROM stood
LEFT JOIN outcomes
    ON outcomes.position = stood.position
    AND outcomes.at = (
        SELECT max(at) FROM outcomes AS history
        WHERE history.position = stood.position AND history.at <= ?5
    )
LEFT JOIN entries AS replacement ON replacement.position = stood.newer
ORDER BY stood.position
