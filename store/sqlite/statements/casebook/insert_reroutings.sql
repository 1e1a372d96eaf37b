-- insert_reroutings: writes which reports were rerouted, from a JSON array.
INSERT INTO reroutings (case_id, ordinal, sender, at, received_at_micros, document)
SELECT
    value ->> '$.rerouting.case', value ->> 'ordinal', value ->> 'sender',
    value ->> '$.rerouting.at', value ->> 'received_at_micros', value -> 'rerouting'
FROM json_each(?1)
