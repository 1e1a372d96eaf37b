-- lock_feed: where each partition stands, which nobody may move until the transaction ends.
SELECT position FROM feed ORDER BY partition FOR UPDATE
