-- insert_decision: writes what an operator or a registrar decided.
INSERT INTO entries (matter, received_at_micros, decision) VALUES ('decision', ?1, ?2)
