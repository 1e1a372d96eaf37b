-- insert_tumours: writes tumours, from a JSON array.
INSERT INTO tumours (
    case_id, number, organ, topography, morphology, laterality, diagnosed, registries
)
SELECT
    value ->> 'case', value ->> 'number', value ->> 'organ', value ->> 'topography',
    value ->> 'morphology', value ->> 'laterality', value ->> 'diagnosed', value -> 'registries'
FROM json_each(?1)
