-- Views of the cases, for queries by registry staff.

-- The document of each case. U+0000, which JSON has and a text of PostgreSQL has not, is
-- shown as U+FFFD.
CREATE VIEW casebook.documents (
    -- The case.
    case_id,
    -- The whole case.
    document
) AS
SELECT id, replace(document, '\u0000', '\ufffd')::JSONB FROM casebook.cases;

-- Primary tumours, read out of their cases.
CREATE VIEW casebook.tumours (
    -- The case.
    case_id,
    -- Number of the tumour within the case, from 1.
    number,
    -- The organ it is counted under.
    organ,
    -- ICD-O-3 topography; NULL where not known.
    topography,
    -- ICD-O-3 morphology with behaviour; NULL where not known.
    morphology,
    -- 'left', 'right', 'bilateral' or 'midline'; NULL where not known.
    laterality,
    -- Date of diagnosis, as precise as known; NULL where not known.
    diagnosed,
    -- How it counts internationally (IARC 2004): 'primary', 'duplicate' or 'not-counted'.
    counted,
    -- JSON array of the registries that it belongs to.
    registries,
    -- Whether that was decided without the morphology, and may change with it.
    provisional
) AS
SELECT
    case_id, (tumour ->> 'number')::BIGINT, tumour ->> 'organ',
    tumour #>> '{topography,value}', tumour #>> '{morphology,value}',
    tumour #>> '{laterality,value}', tumour #>> '{diagnosed,value}',
    tumour ->> 'counted', tumour -> 'registries', (tumour ->> 'provisional')::BOOLEAN
FROM casebook.documents
CROSS JOIN jsonb_array_elements(document -> 'tumours') AS tumour;

-- What a registrar must decide, read out of the cases.
CREATE VIEW casebook.reviews (
    -- The case.
    case_id,
    -- A stable word for the reason.
    reason,
    -- The sentence a registrar reads.
    sentence
) AS
SELECT case_id, review ->> 'reason', review ->> 'sentence'
FROM casebook.documents
CROSS JOIN jsonb_array_elements(document -> 'reviews') AS review;

-- Dated clinical facts with their provenance, read out of their cases.
CREATE VIEW casebook.case_events (
    -- The case.
    case_id,
    -- The tumour it belongs to; NULL for one in review.
    tumour,
    -- The linkage rule that put it there, or the reason of its review.
    because,
    -- What the fact is about.
    noun,
    -- When, as precise as sent; NULL where not sent.
    date,
    -- JSON array of its values, each with the element it was read from.
    facts,
    -- Name of the submission it comes from, 36 characters.
    submission,
    -- The element it was read from.
    element,
    -- The profile the report was checked against, url|version.
    profile,
    -- The rule that read it.
    rule
) AS
WITH events (case_id, tumour, because, event) AS (
    SELECT
        case_id, (tumour ->> 'number')::BIGINT, linked ->> 'because', linked -> 'event'
    FROM casebook.documents
    CROSS JOIN jsonb_array_elements(document -> 'tumours') AS tumour
    CROSS JOIN jsonb_array_elements(tumour -> 'events') AS linked
    UNION ALL
    SELECT case_id, NULL, review ->> 'reason', event
    FROM casebook.documents
    CROSS JOIN jsonb_array_elements(document -> 'reviews') AS review
    CROSS JOIN jsonb_array_elements(review -> 'events') AS event
)
SELECT
    case_id, tumour, because, event ->> 'noun', event ->> 'date', event -> 'values',
    event #>> '{provenance,submission}', event #>> '{provenance,element}',
    event #>> '{provenance,profile}', event #>> '{provenance,rule}'
FROM events;
