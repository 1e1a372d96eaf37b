-- count_tables: how many tables and indexes a file has; asked in order to have read it.
SELECT count(*) AS "tables!: i64" FROM main.sqlite_schema
