-- take_lease: takes the lease of some work, for as long as the connection lasts, unless another has it.
-- 'case' in ASCII, so that no other program's locks are ours.
SELECT pg_try_advisory_lock(1667330917, $1::INTEGER) AS "taken!"
