-- list_reports: the accepted reports among submissions.
SELECT
    entries.position AS "position!",
    entries.submission AS "submission!",
    senders.id AS "sender!",
    senders.name AS "sender_name!",
    matter.report_key AS "report_key!",
    matter.registry AS "registry!",
    matter.kind AS "kind!",
    entries.received_at_micros AS "received_at_micros!"
FROM unnest($1::BYTEA[]) AS asked (submission)
JOIN entries ON entries.submission = asked.submission
JOIN senders ON senders.id = entries.sender
CROSS JOIN LATERAL (
    SELECT report_key, registry, kind
    FROM matters
    WHERE matters.position = entries.position
        AND matters.received_at_micros = entries.received_at_micros
    LIMIT 1
) AS matter
WHERE entries.disposition <> 'rejected'
