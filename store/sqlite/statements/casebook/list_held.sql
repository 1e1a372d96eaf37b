-- list_held: what is held back for persons, and for every person that a version of some reports was recorded for.
WITH wanted (person) AS (
    SELECT unhex(value) FROM json_each(?1)
    UNION
    SELECT facts.person
    FROM json_each(?2) AS report
    CROSS JOIN facts INDEXED BY facts_by_report
    WHERE facts.sender = report.value ->> 0 AND facts.report_key = report.value ->> 1
)
SELECT
    held.position AS "position!: i64",
    held.person AS "person!: Vec<u8>",
    held.kind AS "kind!: String"
FROM wanted
CROSS JOIN held INDEXED BY held_by_person
WHERE held.person = wanted.person
ORDER BY held.position
