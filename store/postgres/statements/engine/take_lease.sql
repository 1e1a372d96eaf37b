-- take_lease: takes the lease of some work, for as long as the connection lasts, unless another has it; shared with others who share it.
-- 'case' in ASCII, so that no other program's locks are ours.
SELECT CASE
    WHEN $2::BOOLEAN THEN pg_try_advisory_lock_shared(1667330917, $1::INTEGER)
    ELSE pg_try_advisory_lock(1667330917, $1::INTEGER)
END AS "taken!"
