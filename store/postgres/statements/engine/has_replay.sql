-- has_replay: whether a schema is there.
SELECT to_regnamespace($1::TEXT) IS NOT NULL AS "there!"
