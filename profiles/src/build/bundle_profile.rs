//! The profile of a kind of report: the Bundle with its sliced entries, and the Composition.
//!
//! Entries are told apart by the type and profile of their resource; slicing is
//! open, so that a sender may add what nobody asked for. Conditional variables are
//! constraints on the Bundle.

use serde_json::{Value, json};

use super::condition_path;
use super::parts::{self, PartProfile};
use super::structure::{Publisher, Structure};
use super::words;
use crate::registry::table::{Kind, Part, Table};
use crate::registry::{Asked, Place, names};

/// The profile of the Bundle.
pub(super) fn profile(
    table: &Table,
    kind: &Kind,
    carried: &[Asked],
    publisher: &Publisher,
) -> Value {
    let id = format!("{}-{}", names::slug(&table.id), kind.code);
    let title = format!("{}: {}", table.name.en, kind.name.en);
    let structure = Structure::new(id.clone(), &title, "Bundle")
        .constrained("Bundle", &constraints(kind, carried, &id, publisher))
        .required(&[
            "Bundle.identifier",
            "Bundle.identifier.system",
            "Bundle.identifier.value",
        ])
        .element("Bundle.type", json!({"fixedCode": "document"}))
        .required(&["Bundle.timestamp"])
        .element("Bundle.entry", entry_slicing())
        .required(&["Bundle.entry.fullUrl", "Bundle.entry.resource"]);
    slices(kind, carried, &id, publisher)
        .iter()
        .fold(structure, add_slice)
        .publish(publisher)
}

/// The profile of the Composition.
pub(super) fn composition(table: &Table, kind: &Kind, publisher: &Publisher) -> Value {
    let id = format!("{}-{}-composition", names::slug(&table.id), kind.code);
    let title = format!("{}: {}: the envelope", table.name.en, kind.name.en);
    let status = names::value_set(publisher.canonical, "report-status");
    let report_kind = names::code_system(publisher.canonical, "report-kind");
    Structure::new(id, &title, "Composition")
        .required(&[
            "Composition.identifier",
            "Composition.identifier.system",
            "Composition.identifier.value",
        ])
        .element(
            "Composition.status",
            json!({
                "binding": {"strength": "required", "valueSet": status},
            }),
        )
        .element(
            "Composition.type",
            json!({
                "patternCodeableConcept": {"coding": [{"system": report_kind, "code": kind.code}]},
            }),
        )
        .required(&["Composition.subject", "Composition.section"])
        .publish(publisher)
}

fn entry_slicing() -> Value {
    json!({"min": 1, "slicing": {
        "discriminator": [
            {"type": "type", "path": "resource"},
            {"type": "profile", "path": "resource"},
        ],
        "rules": "open",
    }})
}

/// A slice of the entries.
struct Slice {
    name: String,
    resource: &'static str,
    profile: String,
    min: u32,
    max: &'static str,
}

fn add_slice(structure: Structure, slice: &Slice) -> Structure {
    let id = format!("Bundle.entry:{}", slice.name);
    let cardinality = json!({"sliceName": slice.name, "min": slice.min, "max": slice.max});
    let resource = json!({"min": 1, "type": [{
        "code": slice.resource,
        "profile": [slice.profile],
    }]});
    structure
        .element(&id, cardinality)
        .element(&format!("{id}.resource"), resource)
}

fn slices(kind: &Kind, carried: &[Asked], id: &str, publisher: &Publisher) -> Vec<Slice> {
    let of_report = |name: &str, resource, max| Slice {
        name: name.to_owned(),
        resource,
        profile: names::structure(publisher.canonical, &format!("{id}-{name}")),
        min: 1,
        max,
    };
    let of_spine = |part: &PartProfile, max| Slice {
        name: part.id.to_owned(),
        resource: part.resource,
        profile: names::structure(publisher.canonical, part.id),
        min: part.min,
        max,
    };
    let patient = PartProfile {
        id: "patient",
        resource: "Patient",
        min: 1,
    };
    let organization = PartProfile {
        id: "organization",
        resource: "Organization",
        min: 1,
    };
    let reporter = PartProfile {
        id: "practitioner",
        resource: "Practitioner",
        min: 1,
    };
    let mut slices = vec![
        of_report("composition", "Composition", "1"),
        of_spine(&patient, "1"),
        of_spine(&organization, "*"),
        of_spine(&reporter, "*"),
        of_report("tumour", "Condition", "*"),
    ];
    let profiles = kind.carries.iter().flat_map(|part| parts::of_part(*part));
    slices.extend(profiles.map(|part| of_spine(part, "*")));
    let observations = carried
        .iter()
        .filter(|asked| asked.place() == Place::Observation);
    slices.extend(observations.map(observation_slice));
    slices
}

fn observation_slice(asked: &Asked) -> Slice {
    Slice {
        name: format!("observation-{}", names::slug(&asked.variable.id)),
        resource: "Observation",
        profile: asked.profile(),
        min: u32::from(asked.variable.is_always_asked()),
        max: "*",
    }
}

fn constraints(kind: &Kind, carried: &[Asked], id: &str, publisher: &Publisher) -> Vec<Value> {
    let source = names::structure(publisher.canonical, id);
    let constraint = |key: String, human: String, expression: String| {
        json!({
            "key": key,
            "severity": "error",
            "human": human,
            "expression": expression,
            "source": source,
        })
    };
    let conditional = carried
        .iter()
        .filter(|asked| asked.variable.is_asked_at_times());
    let demanded = conditional.filter_map(|asked| {
        let expression = condition_path::demanded(asked, carried, publisher.canonical)?;
        let when = words::of_demand(asked.variable, carried);
        let human = format!("“{}” must be answered when {when}", asked.variable.name.en);
        Some(constraint(asked.id(), human, expression))
    });
    let timely = carried.iter().filter_map(|asked| {
        let expression = condition_path::timely(asked)?;
        let human = format!(
            "“{}” has no code that its value set lacked at the date of the report",
            asked.variable.name.en
        );
        Some(constraint(asked.dates_key(), human, expression))
    });
    let medication = kind.carries.contains(&Part::Medication).then(|| {
        constraint(
            format!("{id}-medication"),
            "A systemic therapy must be there".to_owned(),
            "entry.resource.ofType(MedicationStatement).exists() or \
             entry.resource.ofType(MedicationAdministration).exists()"
                .to_owned(),
        )
    });
    let death = kind.carries.contains(&Part::DateOfDeath).then(|| {
        constraint(
            format!("{id}-died"),
            "The Patient's date of death must be there".to_owned(),
            "entry.resource.ofType(Patient).deceased.ofType(dateTime).exists()".to_owned(),
        )
    });
    demanded
        .chain(timely)
        .chain(medication)
        .chain(death)
        .collect()
}
