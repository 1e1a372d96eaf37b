-- take_turn: waits until no other appender is at work, keeps others waiting until the transaction ends, and draws positions.
WITH turn AS MATERIALIZED (
    -- 'caseway' in ASCII.
    SELECT pg_advisory_xact_lock(27973170945810809)
)
SELECT nextval('positions') AS "position!"
FROM turn
CROSS JOIN generate_series(1, $1::BIGINT)
