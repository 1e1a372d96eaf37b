-- insert_unlinked: persons whose cases are left to be linked; those that are there stay.
INSERT INTO unlinked (person)
SELECT person FROM unnest($1::BYTEA[]) AS left_over (person)
ON CONFLICT DO NOTHING
