-- list_reports: the accepted reports among submissions, from a JSON array of their names in hex.
SELECT
    entries.position AS "position!: i64",
    entries.submission AS "submission!: Vec<u8>",
    entries.sender AS "sender!: i64",
    senders.name AS "sender_name!: String",
    entries.report_key AS "report_key!: String",
    entries.registry AS "registry!: String",
    entries.kind AS "kind!: String",
    entries.received_at_micros AS "received_at_micros!: i64"
FROM json_each(?1) AS asked
CROSS JOIN entries INDEXED BY entries_by_submission
CROSS JOIN senders
WHERE entries.submission = unhex(asked.value) AND entries.disposition <> 'rejected'
    AND senders.id = entries.sender
