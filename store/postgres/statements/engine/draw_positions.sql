-- draw_positions: a test's control: draws positions without waiting for the turn.
SELECT nextval('positions') AS "position!" FROM generate_series(1, $1::BIGINT)
