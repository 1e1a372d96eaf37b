-- The vault: in a schema apart, which few roles may enter.

CREATE SCHEMA vault;

-- Data keys, and identity numbers sealed with them.
CREATE TABLE vault.keys (
    -- Whose it is: 'p' and a person (34 bytes), or 's' and a sender (9 bytes). Immutable.
    owner BYTEA PRIMARY KEY,
    -- The data key, wrapped; empty once erased. Emptied once, never written again.
    wrapped BYTEA NOT NULL,
    -- The identity number sealed under the key; NULL for a sender, and once erased.
    identity BYTEA,
    -- Whether the key was erased, for those who may erase it and not read it.
    erased BOOLEAN NOT NULL GENERATED ALWAYS AS (octet_length(wrapped) = 0) STORED,
    CHECK (octet_length(wrapped) > 0 OR identity IS NULL)
);

-- An erased key is to leave its page soon, not when a fifth of the table has changed.
ALTER TABLE vault.keys SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1);
