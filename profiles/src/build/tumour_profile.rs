//! The profile of the tumour in a kind of report: a Condition that is the primary.
//!
//! Which of its facts must be there, the spine says by `need`; a conditional one is
//! a constraint on the Bundle.

use serde_json::{Value, json};

use super::structure::{Extension, Publisher, Structure};
use crate::registry::table::{Kind, Table};
use crate::registry::{Asked, Place, names};

/// The profile of the tumour.
pub(super) fn profile(
    table: &Table,
    kind: &Kind,
    carried: &[Asked],
    publisher: &Publisher,
) -> Value {
    let canonical = publisher.canonical;
    let id = format!("{}-{}-tumour", names::slug(&table.id), kind.code);
    let title = format!("{}: {}: the tumour", table.name.en, kind.name.en);
    let laterality = Extension {
        slice: "laterality",
        url: names::LATERALITY.to_owned(),
        value_type: "CodeableConcept",
        value_set: Some(names::value_set(canonical, "laterality")),
        min: min_of(carried, Place::Laterality),
    };
    Structure::new(id.clone(), &title, "Condition")
        .element("Condition", scope(table, &id))
        .extensions("Condition", &facts(carried, canonical))
        .element(
            "Condition.category",
            json!({
                "min": 1,
                "patternCodeableConcept": {"coding": [{
                    "system": names::code_system(canonical, "condition-role"),
                    "code": "primary-tumour",
                }]},
            }),
        )
        .element(
            "Condition.code",
            json!({
                "min": min_of(carried, Place::Icd10),
                "binding": {
                    "strength": "required",
                    "valueSet": names::value_set(canonical, "tumour-icd-10"),
                },
            }),
        )
        .element(
            "Condition.bodySite",
            json!({
                "min": min_of(carried, Place::Topography),
                "binding": {
                    "strength": "required",
                    "valueSet": names::value_set(canonical, "topography"),
                },
            }),
        )
        .extensions("Condition.bodySite", &[laterality])
        .element("Condition.subject", json!({"min": 1}))
        .publish(publisher)
}

/// The facts that stand in the Condition's extensions.
fn facts(carried: &[Asked], canonical: &str) -> [Extension; 3] {
    [
        Extension {
            slice: "morphology",
            url: names::MORPHOLOGY.to_owned(),
            value_type: "CodeableConcept",
            value_set: Some(names::value_set(canonical, "morphology")),
            min: min_of(carried, Place::Morphology),
        },
        Extension {
            slice: "diagnosisDate",
            url: names::ASSERTED_DATE.to_owned(),
            value_type: "dateTime",
            value_set: None,
            min: min_of(carried, Place::DiagnosisDate),
        },
        Extension {
            slice: "basis",
            url: names::structure(canonical, "basis-of-diagnosis"),
            value_type: "CodeableConcept",
            value_set: Some(names::value_set(canonical, "basis-of-diagnosis")),
            min: min_of(carried, Place::Basis),
        },
    ]
}

/// A tumour outside the Registry's scope is worth a warning: the case is routed again later.
/// Where the scope has morphologies, one of them tells as well as the ICD-10 code.
fn scope(table: &Table, id: &str) -> Value {
    let codes = table.scope.icd10.iter();
    let codes: Vec<String> = codes
        .map(|start| format!("code.startsWith('{start}')"))
        .collect();
    let mut tests = vec![format!(
        "code.coding.where({}).exists()",
        codes.join(" or ")
    )];
    if !table.scope.morphology.is_empty() {
        tests.push(format!(
            "extension.where(url = '{}').value.coding.where({}).exists()",
            names::MORPHOLOGY,
            within(&table.scope.morphology)
        ));
    }
    json!({"constraint": [{
        "key": format!("{id}-scope"),
        "severity": "warning",
        "human": format!("The tumour belongs to {}", table.name.en),
        "expression": tests.join(" or "),
        "source": names::structure(&table.canonical, id),
    }]})
}

/// Whether the first four digits of a code are one of the morphologies or between two.
fn within(morphologies: &[String]) -> String {
    let digits = "code.substring(0, 4)";
    let tests: Vec<String> = morphologies
        .iter()
        .map(|range| match range.split_once('-') {
            Some((first, last)) => format!("({digits} >= '{first}' and {digits} <= '{last}')"),
            None => format!("{digits} = '{range}'"),
        })
        .collect();
    tests.join(" or ")
}

fn min_of(carried: &[Asked], place: Place) -> u32 {
    let mandatory = carried
        .iter()
        .any(|asked| asked.place() == place && asked.variable.is_always_asked());
    u32::from(mandatory)
}
