-- list_holders: whom versions of some reports are about.
SELECT DISTINCT facts.person
FROM unnest($1::BIGINT[], $2::BYTEA[]) AS report (sender, key)
JOIN facts ON facts.sender = report.sender AND facts.report_hash = sha256(report.key)
