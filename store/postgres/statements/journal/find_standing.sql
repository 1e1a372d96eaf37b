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
    JOIN entries AS stood ON stood.submission = asked.submission
    UNION ALL
    SELECT asked.draft, stood.*
    FROM asked
    JOIN entries AS stood ON stood.sender = asked.sender AND stood.key_hash = asked.key_hash
    WHERE stood.disposition IN ('accepted', 'superseded')
        AND stood.submission <> asked.submission
)
SELECT
    found.draft AS "draft!",
    found.position AS "position!",
    found.submission AS "submission!",
    found.content AS "content!",
    found.disposition AS "disposition!",
    found.received_at_micros AS "received_at_micros!",
    coalesce(matter.issues, '[]') AS "issues!"
FROM found
-- A month may have been taken off; what arrived in it is known all the same.
LEFT JOIN LATERAL (
    SELECT issues
    FROM matters
    WHERE matters.position = found.position
        AND matters.received_at_micros = found.received_at_micros
    LIMIT 1
) AS matter ON true
