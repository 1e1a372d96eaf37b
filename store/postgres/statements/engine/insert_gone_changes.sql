-- insert_gone_changes: cases that the replayed casebook has no more are to be told, and those that wait to be told by the one in use.
INSERT INTO changed (case_id, revision)
SELECT case_id, nextval('revisions')
FROM (
    SELECT standing.id AS case_id
    FROM casebook.cases AS standing
    WHERE NOT EXISTS (SELECT FROM cases AS replayed WHERE replayed.id = standing.id)
    UNION
    SELECT waiting.case_id FROM casebook.changed AS waiting
) AS missing
ON CONFLICT (case_id) DO NOTHING
