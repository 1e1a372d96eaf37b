-- insert_changes: notes that cases have changed, or have changed again.
INSERT INTO changed (case_id, revision)
SELECT case_id, nextval('revisions')
FROM (SELECT unnest($1::TEXT[]) AS case_id ORDER BY case_id) AS cases
ON CONFLICT (case_id) DO UPDATE SET revision = excluded.revision
