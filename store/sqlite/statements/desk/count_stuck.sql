-- count_stuck: how many entries are quarantined, how many cases are undecided, and how much that is owed was due until a day, up to so many of each.
SELECT
    (
        SELECT count(*)
        FROM (SELECT 1 FROM held INDEXED BY held_by_kind WHERE kind = 'quarantined' LIMIT ?2)
    ) AS "quarantined!: i64",
    (
        SELECT count(*)
        FROM (SELECT 1 FROM cases INDEXED BY cases_undecided WHERE undecided_since >= 0 LIMIT ?2)
    ) AS "undecided!: i64",
    (
        SELECT count(*)
        FROM (
            SELECT 1 FROM expectations INDEXED BY expectations_by_owed_due
            WHERE owed_due <= ?1
            LIMIT ?2
        )
    ) AS "overdue!: i64"
