-- delete_held: forgets that entries are held back, by their positions.
DELETE FROM held WHERE position = ANY($1::BIGINT[])
