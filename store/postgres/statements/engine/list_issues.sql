-- list_issues: what was found in the entries at some positions; nothing of a month that was taken off.
SELECT matter.position AS "position!", matter.issues AS "issues!"
FROM unnest($1::BIGINT[], $2::BIGINT[]) AS asked (position, received_at_micros)
CROSS JOIN LATERAL (
    SELECT matters.position, matters.issues
    FROM matters
    WHERE matters.position = asked.position
        AND matters.received_at_micros = asked.received_at_micros
    LIMIT 1
) AS matter
