-- Data keys, and identity numbers sealed with them.
CREATE TABLE keys (
    -- Whose it is: 'p' and a person (34 bytes), or 's' and a sender (9 bytes). Immutable.
    owner BLOB PRIMARY KEY,
    -- The data key, wrapped; empty once erased. Emptied once, never written again.
    wrapped BLOB NOT NULL,
    -- The identity number sealed under the key; NULL for a sender, and once erased.
    identity BLOB
) STRICT, WITHOUT ROWID;
