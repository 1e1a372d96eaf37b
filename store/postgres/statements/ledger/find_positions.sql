-- find_positions: the newest position of the journal, and the feed position.
SELECT newest_position() AS "head!", (SELECT position FROM feed) AS "feed!"
