-- insert_decision: writes an operator's decision.
WITH placed AS (
    INSERT INTO entries (position, received_at_micros, body_bytes) VALUES ($1, $2, 0)
)
INSERT INTO matters (position, received_at_micros, decision) VALUES ($1, $2, $3)
