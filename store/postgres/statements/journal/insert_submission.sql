-- insert_submission: writes submissions, from a column each.
WITH placed AS (
    INSERT INTO entries (
        position, received_at_micros, submission, sender, key_hash, content, disposition,
        report_hash, rank, body_bytes
    )
    SELECT
        position, received_at_micros, submission, sender, sha256(key), content, disposition,
        sha256(report_key), rank, body_bytes
    FROM unnest(
        $1::BIGINT[], $2::BIGINT[], $3::BYTEA[], $4::BIGINT[], $5::BYTEA[], $6::BYTEA[],
        $7::TEXT[], $8::BYTEA[], $9::BYTEA[], $10::BIGINT[]
    ) AS drafts (
        position, received_at_micros, submission, sender, key, content,
        disposition, report_key, rank, body_bytes
    )
)
INSERT INTO matters (
    position, received_at_micros, sender, key, report_key, raw, plan, door, syntax, person,
    retracts, registry, kind, profile, issues, owner, body
)
SELECT *
FROM unnest(
    $1::BIGINT[], $2::BIGINT[], $4::BIGINT[], $5::BYTEA[], $8::BYTEA[], $11::BYTEA[],
    $12::BYTEA[], $13::TEXT[], $14::TEXT[], $15::BYTEA[], $16::BOOLEAN[], $17::TEXT[],
    $18::TEXT[], $19::TEXT[], $20::TEXT[], $21::BYTEA[], $22::BYTEA[]
)
