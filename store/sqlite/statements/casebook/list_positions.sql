-- list_positions: how far the feed was recorded; it is never divided here.
SELECT position FROM feed
