-- list_positions: how far each partition of the feed was recorded, by its number.
SELECT position FROM feed ORDER BY partition
