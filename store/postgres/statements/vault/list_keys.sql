-- list_keys: the keys of owners, in the order they are asked for.
SELECT keys.owner, keys.wrapped, keys.identity
FROM unnest($1::BYTEA[]) WITH ORDINALITY AS asked (owner, ordinal)
JOIN keys ON keys.owner = asked.owner
ORDER BY asked.ordinal
