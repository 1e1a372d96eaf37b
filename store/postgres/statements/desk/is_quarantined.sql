-- is_quarantined: whether an entry is quarantined now.
SELECT EXISTS (
    SELECT 1 FROM held WHERE position = $1 AND kind = 'quarantined'
) AS "quarantined!"
