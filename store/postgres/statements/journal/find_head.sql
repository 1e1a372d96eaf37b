-- find_head: the newest position, 0 when there is none.
SELECT newest_position() AS "head!"
