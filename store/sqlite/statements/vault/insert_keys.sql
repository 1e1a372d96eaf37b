-- insert_keys: keeps keys unless their owners have one, from a JSON array.
INSERT INTO keys (owner, wrapped, identity)
SELECT unhex(value ->> 'owner'), unhex(value ->> 'wrapped'), unhex(value ->> 'identity')
FROM json_each(?1)
WHERE true
ON CONFLICT (owner) DO NOTHING
