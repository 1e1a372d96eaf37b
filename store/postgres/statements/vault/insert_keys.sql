-- insert_keys: keeps keys unless their owners have one, from a column each; in the order of their owners, so that two who keep the same keys do not wait for each other.
INSERT INTO keys (owner, wrapped, identity)
SELECT owner, wrapped, identity
FROM unnest($1::BYTEA[], $2::BYTEA[], $3::BYTEA[]) WITH ORDINALITY
    AS new (owner, wrapped, identity, ordinal)
ORDER BY owner, ordinal
ON CONFLICT (owner) DO NOTHING
