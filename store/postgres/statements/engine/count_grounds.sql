-- count_grounds: how much is known of persons, and of every person that a version of some reports was recorded for.
WITH wanted (person) AS (
    SELECT person FROM unnest($1::BYTEA[]) AS asked (person)
    UNION
    SELECT facts.person
    FROM unnest($2::BIGINT[], $3::BYTEA[]) AS report (sender, key)
    JOIN facts ON facts.sender = report.sender AND facts.report_hash = sha256(report.key)
)
SELECT
    (
        SELECT count(*) FROM wanted JOIN facts ON facts.person = wanted.person
    ) AS "facts!",
    (
        SELECT count(DISTINCT ruled_persons.ruling)
        FROM wanted
        JOIN ruled_persons ON ruled_persons.person = wanted.person
    ) AS "rulings!"
