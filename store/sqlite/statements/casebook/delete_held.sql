-- delete_held: forgets that entries are held back, from a JSON array of positions.
DELETE FROM held WHERE position IN (SELECT value FROM json_each(?1))
