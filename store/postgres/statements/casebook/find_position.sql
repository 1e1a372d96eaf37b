-- find_position: how far the feed was recorded.
SELECT position FROM feed
