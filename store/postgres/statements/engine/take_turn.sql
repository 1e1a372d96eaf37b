-- take_turn: waits until no other appender is at work, keeps others waiting until the transaction ends, and draws positions.
WITH turn AS MATERIALIZED (
    SELECT
        -- 'caseway' in ASCII.
        pg_advisory_xact_lock(27973170945810809),
        -- Others wait for what follows. A plan that was made when there were a few entries reads
        -- all of them when there are thousands, until the server looks at the tables again.
        set_config('plan_cache_mode', 'force_custom_plan', true)
)
SELECT nextval('positions') AS "position!"
FROM turn
CROSS JOIN generate_series(1, $1::BIGINT)
