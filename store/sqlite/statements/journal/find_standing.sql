-- find_standing: for each draft of a JSON array, by its index, the entries that it may repeat or clash with: the one with its id, or a kept one with its key.
WITH asked AS (
    SELECT
        CAST(each.key AS INTEGER) AS draft,
        unhex(each.value ->> 'submission') AS submission,
        each.value ->> 'sender' AS sender,
        CAST(unhex(each.value ->> 'key') AS TEXT) AS key
    FROM json_each(?1) AS each
)
SELECT
    asked.draft AS "draft!: i64",
    stood.position AS "position!: i64",
    stood.submission AS "submission!: Vec<u8>",
    stood.content AS "content!: Vec<u8>",
    stood.disposition AS "disposition!: String",
    stood.issues AS "issues!: String",
    stood.received_at_micros AS "received_at_micros!: i64"
FROM asked
CROSS JOIN entries AS stood
WHERE stood.submission = asked.submission
UNION ALL
SELECT
    asked.draft, stood.position, stood.submission, stood.content, stood.disposition,
    stood.issues, stood.received_at_micros
FROM asked
CROSS JOIN entries AS stood
WHERE stood.sender = asked.sender AND stood.key = asked.key
    AND stood.disposition IN ('accepted', 'superseded') AND stood.submission <> asked.submission
