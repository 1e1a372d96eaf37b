-- list_arrivals: what is fed after a position up to another, in order, without its body; rejected submissions are not fed.
SELECT
    entries.position AS "position!",
    entries.submission AS "submission?",
    matter.person AS "person?",
    matter.registry AS "registry?",
    matter.decision AS "decision?"
FROM entries
CROSS JOIN LATERAL (
    SELECT person, registry, decision
    FROM matters
    WHERE matters.position = entries.position
        AND matters.received_at_micros = entries.received_at_micros
    LIMIT 1
) AS matter
WHERE entries.position > $1 AND entries.position <= $2
    AND entries.disposition IS DISTINCT FROM 'rejected'
ORDER BY entries.position
LIMIT $3
