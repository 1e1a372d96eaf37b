-- insert_cases: writes cases, from a column each.
INSERT INTO cases (id, person, sex, birth_year, undecided_since, document)
SELECT * FROM unnest($1::TEXT[], $2::BYTEA[], $3::TEXT[], $4::TEXT[], $5::BIGINT[], $6::TEXT[])
