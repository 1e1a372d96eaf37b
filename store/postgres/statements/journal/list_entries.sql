-- list_entries: what is fed after a position up to another, in order; rejected submissions are not fed. All of it arrived between two moments, so that other months are not opened.
SELECT
    entries.position AS "position!",
    entries.received_at_micros AS "received_at_micros!",
    entries.submission AS "submission?",
    entries.sender AS "sender?",
    matter.syntax AS "syntax?",
    matter.person AS "person?",
    matter.report_key AS "report_key?",
    entries.rank AS "rank?",
    matter.retracts AS "retracts?",
    matter.registry AS "registry?",
    matter.kind AS "kind?",
    matter.profile AS "profile?",
    matter.decision AS "decision?",
    matter.owner AS "owner?",
    matter.body AS "body?"
FROM entries
CROSS JOIN LATERAL (
    SELECT syntax, person, report_key, retracts, registry, kind, profile, decision, owner, body
    FROM matters
    WHERE matters.position = entries.position
        AND matters.received_at_micros = entries.received_at_micros
        AND matters.received_at_micros BETWEEN $3 AND $4
    LIMIT 1
) AS matter
WHERE entries.position > $1 AND entries.position <= $2
    AND entries.disposition IS DISTINCT FROM 'rejected'
ORDER BY entries.position
