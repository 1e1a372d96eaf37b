-- checkpoint_wal: copies what is in the write-ahead log into its file, without making a writer wait.
PRAGMA wal_checkpoint(PASSIVE)
