-- list_rulings: the rulings about persons, and about every person that a version of some reports was recorded for.
WITH wanted (person) AS (
    SELECT unhex(value) FROM json_each(?1)
    UNION
    SELECT facts.person
    FROM json_each(?2) AS report
    CROSS JOIN facts INDEXED BY facts_by_report
    WHERE facts.sender = report.value ->> 0 AND facts.report_key = report.value ->> 1
),
about (ruling) AS (
    SELECT DISTINCT ruled_persons.ruling
    FROM wanted
    CROSS JOIN ruled_persons
    WHERE ruled_persons.person = wanted.person
)
SELECT rulings.document AS "document!: String"
FROM about
CROSS JOIN rulings
WHERE rulings.position = about.ruling
ORDER BY rulings.position
