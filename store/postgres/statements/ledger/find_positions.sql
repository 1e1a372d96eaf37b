-- find_positions: the newest position of the journal, and the feed position.
SELECT newest_position() AS "head!", (SELECT min(position) FROM feed) AS "feed!"
