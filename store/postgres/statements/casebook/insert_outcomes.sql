-- insert_outcomes: writes what became of a page's entries, from a column each, and who sent them.
INSERT INTO outcomes (position, at, kind, sender, person, case_id, cause, sentence)
SELECT
    position, at, kind,
    (SELECT sender FROM entries WHERE entries.position = told.position),
    person, case_id, cause, sentence
FROM unnest(
    $1::BIGINT[], $2::BIGINT[], $3::TEXT[], $4::BYTEA[], $5::TEXT[], $6::TEXT[], $7::TEXT[]
) AS told (position, at, kind, person, case_id, cause, sentence)
