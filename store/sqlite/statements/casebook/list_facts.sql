-- list_facts: the facts of persons, and of every person that a version of some reports was recorded for.
WITH wanted (person) AS (
    SELECT unhex(value) FROM json_each(?1)
    UNION
    SELECT facts.person
    FROM json_each(?2) AS report
    CROSS JOIN facts INDEXED BY facts_by_report
    WHERE facts.sender = report.value ->> 0 AND facts.report_key = report.value ->> 1
)
SELECT facts.document AS "document!: Vec<u8>"
FROM wanted
CROSS JOIN facts INDEXED BY facts_by_person
WHERE facts.person = wanted.person
ORDER BY facts.position
