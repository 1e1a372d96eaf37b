-- move_feed: moves a partition of the feed on, when it stands where the page was built and is one of as many; another recorder of it waits here.
UPDATE feed
SET position = $4
WHERE partition = $1 AND partitions = $2 AND position = $3
