-- make_months: makes the partitions that moments are in, microseconds since 1970 UTC.
SELECT make_month(moment) FROM unnest($1::BIGINT[]) AS moment
