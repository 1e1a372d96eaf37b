-- insert_case_events: writes dated facts, from a JSON array and the documents of their values.
INSERT INTO case_events (
    case_id, ordinal, tumour, review, noun, date, because,
    submission, element, profile, rule, facts
)
SELECT
    value ->> 'case', value ->> 'ordinal', value ->> 'tumour', value ->> 'review',
    value ->> 'noun', value ->> 'date', value ->> 'because', value ->> 'submission',
    value ->> 'element', value ->> 'profile', value ->> 'rule',
    CAST(substr(?2, value ->> 'start', value ->> 'length') AS TEXT)
FROM json_each(?1)
