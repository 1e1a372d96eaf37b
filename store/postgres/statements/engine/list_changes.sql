-- list_changes: cases that changed and were not told yet, those that waited longest first, as they are now.
SELECT
    changed.case_id AS "case_id!",
    changed.revision AS "revision!",
    cases.document AS "document?"
FROM changed
LEFT JOIN cases ON cases.id = changed.case_id
ORDER BY changed.revision
LIMIT $1
