-- find_version: the version of SQLite, such as 3.51.3.
SELECT sqlite_version() AS "version!: String"
