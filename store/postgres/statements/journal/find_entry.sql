-- find_entry: one entry as it is fed.
SELECT
    entries.position AS "position!",
    entries.received_at_micros AS "received_at_micros!",
    entries.submission AS "submission?",
    entries.sender AS "sender?",
    matters.syntax AS "syntax?",
    matters.person AS "person?",
    matters.report_key AS "report_key?",
    entries.rank AS "rank?",
    matters.retracts AS "retracts?",
    matters.registry AS "registry?",
    matters.kind AS "kind?",
    matters.profile AS "profile?",
    matters.decision AS "decision?",
    matters.owner AS "owner?",
    matters.body AS "body?"
FROM entries
JOIN matters
    ON matters.position = entries.position
    AND matters.received_at_micros = entries.received_at_micros
WHERE entries.position = $1 AND entries.disposition IS DISTINCT FROM 'rejected'
