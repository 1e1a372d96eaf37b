-- insert_submission: writes a submission.
INSERT INTO entries (
    matter, received_at_micros, submission, sender, key, content, raw, plan, door, syntax,
    disposition, person, report_key, rank, retracts, registry, kind, profile, issues, owner, body
) VALUES (
    'submission', ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,
    ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20
)
