-- insert_feed: makes so many partitions, all of which stand at one position.
INSERT INTO feed (partition, partitions, position)
SELECT number, $1::INTEGER, $2::BIGINT FROM generate_series(0, $1::INTEGER - 1) AS number
