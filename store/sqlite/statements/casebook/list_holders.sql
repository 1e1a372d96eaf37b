-- list_holders: whom versions of some reports are about.
SELECT DISTINCT facts.person
FROM json_each(?1) AS report
CROSS JOIN facts INDEXED BY facts_by_report
WHERE facts.sender = report.value ->> 0 AND facts.report_key = report.value ->> 1
