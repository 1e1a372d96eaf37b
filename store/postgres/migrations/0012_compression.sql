-- How the documents of cases are compressed, which is done anew with every report of a person:
-- lz4 takes a fraction of pglz's time for nearly the same. A server that was built without it
-- goes on with pglz.
DO $$
BEGIN
    ALTER TABLE casebook.cases ALTER COLUMN document SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    NULL;
END
$$;
