-- insert_decision: writes an operator's decision.
INSERT INTO entries (matter, received_at_micros, decision) VALUES ('decision', ?1, ?2)
