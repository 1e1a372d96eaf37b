-- find_key: the key of an owner.
SELECT owner, wrapped, identity FROM keys WHERE owner = $1
