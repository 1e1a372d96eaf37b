-- delete_same_changes: cases of a replayed casebook that stand as in the one in use need not be told, unless they wait to be told there.
DELETE FROM changed
USING cases AS replayed, casebook.cases AS standing
WHERE replayed.id = changed.case_id
    AND standing.id = changed.case_id
    AND standing.document = replayed.document
    AND NOT EXISTS (
        SELECT FROM casebook.changed AS waiting WHERE waiting.case_id = changed.case_id
    )
