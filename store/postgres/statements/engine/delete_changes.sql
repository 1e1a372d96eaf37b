-- delete_changes: forgets changes that were told, of cases that have not changed again; in one order, so that nobody waits in a circle.
DELETE FROM changed
USING (
    SELECT standing.case_id
    FROM unnest($1::TEXT[], $2::BIGINT[]) AS told (case_id, revision)
    JOIN changed AS standing
        ON standing.case_id = told.case_id AND standing.revision = told.revision
    ORDER BY standing.case_id
    FOR UPDATE OF standing
) AS done
WHERE changed.case_id = done.case_id
