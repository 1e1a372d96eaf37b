-- find_standing: the entries that a draft may repeat or clash with: the one with its id, or a kept one with its key.
SELECT
    position AS "position!: i64",
    submission AS "submission!: Vec<u8>",
    content AS "content!: Vec<u8>",
    disposition AS "disposition!: String",
    issues AS "issues!: String",
    received_at_micros AS "received_at_micros!: i64"
FROM entries
WHERE submission = ?1
UNION ALL
SELECT position, submission, content, disposition, issues, received_at_micros
FROM entries
WHERE sender = ?2 AND key = ?3 AND disposition IN ('accepted', 'superseded') AND submission <> ?1
