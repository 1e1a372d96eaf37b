-- list_entries_at: what is fed of some positions, a JSON array, in order, up to so many bytes of bodies, but one entry at least.
WITH summed AS (
    SELECT
        position,
        coalesce(length(body), 0) AS bytes,
        sum(coalesce(length(body), 0)) OVER (ORDER BY position) AS total
    FROM entries
    WHERE position IN (SELECT value FROM json_each(?1)) AND disposition IS NOT 'rejected'
)
SELECT
    entries.position AS "position!: i64",
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
FROM summed
JOIN entries ON entries.position = summed.position
WHERE total <= ?2 OR total = bytes
ORDER BY entries.position
