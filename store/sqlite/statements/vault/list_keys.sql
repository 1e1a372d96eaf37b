-- list_keys: the keys of owners, in the order of a JSON array.
SELECT
    keys.owner AS "owner!: Vec<u8>",
    keys.wrapped AS "wrapped!: Vec<u8>",
    keys.identity AS "identity?: Vec<u8>"
FROM json_each(?1) AS asked
CROSS JOIN keys
WHERE keys.owner = unhex(asked.value ->> 'owner')
ORDER BY asked.key
