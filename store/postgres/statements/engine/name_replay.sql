-- name_replay: names the schema that the next statements are about.
SELECT set_config('caseway.replay', $1::TEXT, false)
