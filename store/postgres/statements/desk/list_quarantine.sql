-- list_quarantine: quarantined entries, oldest first, and how many wait behind each.
SELECT
    held.position AS "position!",
    entries.submission AS "submission!",
    senders.name AS "sender!",
    matter.registry AS "registry!",
    matter.kind AS "kind!",
    held.kind AS "outcome!",
    held.cause AS "cause?",
    held.sentence AS "sentence?",
    entries.received_at_micros AS "received_at_micros!",
    (
        SELECT count(*) FROM held AS behind
        WHERE behind.person = held.person AND behind.kind = 'waiting'
    ) AS "waiting!"
FROM held
JOIN entries ON entries.position = held.position
JOIN senders ON senders.id = entries.sender
CROSS JOIN LATERAL (
    SELECT registry, kind
    FROM matters
    WHERE matters.position = entries.position
        AND matters.received_at_micros = entries.received_at_micros
    LIMIT 1
) AS matter
WHERE held.kind = 'quarantined'
ORDER BY held.position
LIMIT $1
