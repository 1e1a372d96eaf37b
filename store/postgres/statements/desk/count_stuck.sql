-- count_stuck: how many entries are quarantined, how many cases are undecided, and how much that is owed was due until a day, up to so many of each.
SELECT
    (
        SELECT count(*)
        FROM (SELECT FROM held WHERE kind = 'quarantined' ORDER BY position LIMIT $2) AS counted
    ) AS "quarantined!",
    (
        SELECT count(*)
        FROM (
            SELECT FROM cases WHERE undecided_since >= 0 ORDER BY undecided_since LIMIT $2
        ) AS counted
    ) AS "undecided!",
    (
        SELECT count(*)
        FROM (
            SELECT FROM expectations WHERE owed_due <= $1 ORDER BY owed_due LIMIT $2
        ) AS counted
    ) AS "overdue!"
