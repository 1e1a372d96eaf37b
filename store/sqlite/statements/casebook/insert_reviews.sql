-- insert_reviews: writes what is undecided, from a JSON array.
INSERT INTO reviews (case_id, ordinal, reason, sentence)
SELECT value ->> 'case', value ->> 'ordinal', value ->> 'reason', value ->> 'sentence'
FROM json_each(?1)
