-- insert_reroutings: writes which reports were rerouted, from a column each.
INSERT INTO reroutings (case_id, ordinal, sender, at, received_at_micros, document)
SELECT *
FROM unnest($1::TEXT[], $2::BIGINT[], $3::BIGINT[], $4::BIGINT[], $5::BIGINT[], $6::TEXT[])
