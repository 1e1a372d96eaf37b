-- delete_feed: takes every partition away, to make others in their place.
DELETE FROM feed
