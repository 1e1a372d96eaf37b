-- lock_grounds: waits until nobody records what rests on the same, and keeps others waiting until the transaction ends; in the order that is given.
SELECT pg_advisory_xact_lock(name) AS "locked!: ()" FROM unnest($1::BIGINT[]) AS names (name)
