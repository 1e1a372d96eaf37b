-- truncate_wal: takes what was erased out of the write-ahead log too.
PRAGMA wal_checkpoint(TRUNCATE)
