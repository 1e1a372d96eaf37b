-- list_held: what is held back for persons, and for every person that a version of some reports was recorded for.
WITH wanted (person) AS (
    SELECT person FROM unnest($1::BYTEA[]) AS asked (person)
    UNION
    SELECT facts.person
    FROM unnest($2::BIGINT[], $3::BYTEA[]) AS report (sender, key)
    JOIN facts ON facts.sender = report.sender AND facts.report_hash = sha256(report.key)
)
SELECT held.position, held.person, held.kind
FROM wanted
JOIN held ON held.person = wanted.person
ORDER BY held.position
