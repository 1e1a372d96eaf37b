-- list_rulings: the rulings about persons, and about every person that a version of some reports was recorded for.
WITH wanted (person) AS (
    SELECT person FROM unnest($1::BYTEA[]) AS asked (person)
    UNION
    SELECT facts.person
    FROM unnest($2::BIGINT[], $3::BYTEA[]) AS report (sender, key)
    JOIN facts ON facts.sender = report.sender AND facts.report_hash = sha256(report.key)
)
SELECT document
FROM rulings
WHERE position IN (
    SELECT ruled_persons.ruling
    FROM wanted
    JOIN ruled_persons ON ruled_persons.person = wanted.person
)
ORDER BY position
