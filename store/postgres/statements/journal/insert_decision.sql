-- insert_decision: writes what an operator or a registrar decided.
WITH placed AS (
    INSERT INTO entries (position, received_at_micros, body_bytes) VALUES ($1, $2, 0)
)
INSERT INTO matters (position, received_at_micros, decision) VALUES ($1, $2, $3)
