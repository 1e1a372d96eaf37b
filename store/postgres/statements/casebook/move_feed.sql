-- move_feed: moves the feed on, when it stands where the page was built; another recorder waits here.
UPDATE feed SET position = $2 WHERE position = $1
