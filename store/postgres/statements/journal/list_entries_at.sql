-- list_entries_at: what is fed of some positions, in order, up to so many bytes of bodies, but one entry at least.
WITH summed AS (
    SELECT
        position, received_at_micros, submission, sender, rank, body_bytes,
        sum(body_bytes) OVER (ORDER BY position) AS total
    FROM entries
    WHERE position = ANY($1::BIGINT[]) AND disposition IS DISTINCT FROM 'rejected'
)
SELECT
    summed.position AS "position!",
    summed.received_at_micros AS "received_at_micros!",
    summed.submission AS "submission?",
    summed.sender AS "sender?",
    matter.syntax AS "syntax?",
    matter.person AS "person?",
    matter.report_key AS "report_key?",
    summed.rank AS "rank?",
    matter.retracts AS "retracts?",
    matter.registry AS "registry?",
    matter.kind AS "kind?",
    matter.profile AS "profile?",
    matter.decision AS "decision?",
    matter.owner AS "owner?",
    matter.body AS "body?"
FROM summed
CROSS JOIN LATERAL (
    SELECT syntax, person, report_key, retracts, registry, kind, profile, decision, owner, body
    FROM matters
    WHERE matters.position = summed.position
        AND matters.received_at_micros = summed.received_at_micros
    LIMIT 1
) AS matter
WHERE summed.total <= $2::BIGINT OR summed.total = summed.body_bytes
ORDER BY summed.position
