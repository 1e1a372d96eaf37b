-- find_standing: for each draft, by its index, the entries that it may repeat or clash with: the one with its id, or a kept one with its key.
WITH
asked AS (
    SELECT ordinal - 1 AS draft, submission, sender, sha256(key) AS key_hash
    FROM unnest($1::BYTEA[], $2::BIGINT[], $3::BYTEA[])
        WITH ORDINALITY AS drafts (submission, sender, key, ordinal)
),
found AS (
    SELECT asked.draft, stood.*
    FROM asked
    CROSS JOIN LATERAL (
        SELECT * FROM entries WHERE entries.submission = asked.submission LIMIT 1
    ) AS stood
    UNION ALL
    SELECT asked.draft, stood.*
    FROM asked
    -- There is one at most; the limit has each looked up by its key, and the key is compared as
    -- one value: however few entries the server believes there to be, no other index will do.
    CROSS JOIN LATERAL (
        SELECT *
        FROM entries
        WHERE (entries.key_hash, entries.sender)
            BETWEEN (asked.key_hash, asked.sender) AND (asked.key_hash, asked.sender)
            AND entries.disposition IN ('accepted', 'superseded')
        LIMIT 1
    ) AS stood
    WHERE stood.submission <> asked.submission
)
SELECT
    draft AS "draft!",
    position AS "position!",
    submission AS "submission!",
    content AS "content!",
    disposition AS "disposition!",
    received_at_micros AS "received_at_micros!"
FROM found
