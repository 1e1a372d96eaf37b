-- find_newest_rank: the greatest rank among the accepted versions of a report.
SELECT rank AS "rank!: String"
FROM entries INDEXED BY entries_by_report
WHERE sender = ?1 AND report_key = ?2
    AND disposition IN ('accepted', 'superseded') AND disposition = 'accepted'
ORDER BY rank DESC
LIMIT 1
