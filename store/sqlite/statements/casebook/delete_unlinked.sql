-- delete_unlinked: persons whose cases are linked, from a JSON array in hexadecimal.
DELETE FROM unlinked WHERE person IN (SELECT unhex(value) FROM json_each(?1))
