-- list_entries: what is fed after a position up to another, in order; rejected submissions are not fed.
SELECT
    position AS "position!: i64",
    received_at_micros AS "received_at_micros!: i64",
    submission AS "submission?: Vec<u8>",
    sender AS "sender?: i64",
    syntax AS "syntax?: String",
    person AS "person?: Vec<u8>",
    report_key AS "report_key?: String",
    rank AS "rank?: String",
    retracts AS "retracts?: i64",
    registry AS "registry?: String",
    kind AS "kind?: String",
    profile AS "profile?: String",
    decision AS "decision?: String",
    owner AS "owner?: Vec<u8>",
    body AS "body?: Vec<u8>"
FROM entries
WHERE position > ?1 AND position <= ?2 AND disposition IS NOT 'rejected'
ORDER BY position
