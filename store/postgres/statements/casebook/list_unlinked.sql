-- list_unlinked: persons whose cases are left to be linked, after one, in their order.
SELECT person FROM unlinked WHERE person > $1 ORDER BY person LIMIT $2
