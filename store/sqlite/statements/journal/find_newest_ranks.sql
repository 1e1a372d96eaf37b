-- find_newest_ranks: for each draft of a JSON array, by its index, the greatest rank among the accepted versions of its report.
SELECT
    CAST(asked.key AS INTEGER) AS "draft!: i64",
    (
        SELECT stood.rank
        FROM entries AS stood INDEXED BY entries_by_report
        WHERE stood.sender = asked.value ->> 'sender'
            AND stood.report_key = CAST(unhex(asked.value ->> 'report_key') AS TEXT)
            AND stood.disposition IN ('accepted', 'superseded') AND stood.disposition = 'accepted'
        ORDER BY stood.rank DESC
        LIMIT 1
    ) AS "rank?: String"
FROM json_each(?1) AS asked
WHERE asked.value ->> 'report_key' IS NOT NULL
