-- Tumours say how they count and where they belong.

DROP VIEW tumours;

-- Primary tumours, read out of their cases.
CREATE VIEW tumours (
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
    -- 1 where that was decided without the morphology, and may change with it.
    provisional
) AS
SELECT
    cases.id, tumour.value ->> 'number', tumour.value ->> 'organ',
    tumour.value ->> '$.topography.value', tumour.value ->> '$.morphology.value',
    tumour.value ->> '$.laterality.value', tumour.value ->> '$.diagnosed.value',
    tumour.value ->> 'counted', tumour.value -> 'registries', tumour.value ->> 'provisional'
FROM cases, json_each(cases.document, '$.tumours') AS tumour;
