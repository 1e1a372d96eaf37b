-- find_key: the key of an owner.
SELECT
    keys.owner AS "owner!: Vec<u8>",
    keys.wrapped AS "wrapped!: Vec<u8>",
    keys.identity AS "identity?: Vec<u8>"
FROM keys
WHERE owner = ?1
