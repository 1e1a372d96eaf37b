-- find_position: how far the feed was recorded.
SELECT position AS "position!: i64" FROM feed
