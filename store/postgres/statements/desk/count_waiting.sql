-- count_waiting: how many entries are quarantined, how many cases wait for a registrar, and how much that is owed was due until a day, up to so many of each.
SELECT
    (
        SELECT count(*)
        FROM (SELECT FROM held WHERE kind = 'quarantined' LIMIT $2) AS counted
    ) AS "quarantined!",
    (
        SELECT count(*)
        FROM (SELECT FROM cases WHERE undecided_since >= 0 LIMIT $2) AS counted
    ) AS "undecided!",
    (
        SELECT count(*)
        FROM (SELECT FROM expectations WHERE owed_due <= $1 LIMIT $2) AS counted
    ) AS "overdue!"
