-- delete_unlinked: persons whose cases are linked.
DELETE FROM unlinked WHERE person = ANY($1::BYTEA[])
