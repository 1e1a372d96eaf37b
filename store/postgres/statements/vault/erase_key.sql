-- erase_key: destroys the key and the identity of an owner.
UPDATE keys SET wrapped = '', identity = NULL WHERE owner = $1 AND NOT erased
