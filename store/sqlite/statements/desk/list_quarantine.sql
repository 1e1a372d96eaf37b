-- list_quarantine: quarantined entries, oldest first, and how many wait behind each.
SELECT
    held.position AS "position!: i64",
    entries.submission AS "submission!: Vec<u8>",
    senders.name AS "sender!: String",
    entries.registry AS "registry!: String",
    entries.kind AS "kind!: String",
    held.kind AS "outcome!: String",
    held.cause AS "cause?: String",
    held.sentence AS "sentence?: String",
    entries.received_at_micros AS "received_at_micros!: i64",
    (
        SELECT count(*) FROM held AS behind INDEXED BY held_by_person
        WHERE behind.person = held.person AND behind.kind = 'waiting'
    ) AS "waiting!: i64"
FROM held INDEXED BY held_by_kind
CROSS JOIN entries
CROSS JOIN senders
WHERE held.kind = 'quarantined' AND entries.position = held.position
    AND senders.id = entries.sender
ORDER BY held.position
LIMIT ?1
