-- attach_casebook: lets a reader of the journal join the casebook.
ATTACH DATABASE ?1 AS casebook
