-- erase_key: destroys the key and the identity of an owner.
UPDATE keys SET wrapped = x'', identity = NULL WHERE owner = ?1 AND length(wrapped) > 0
