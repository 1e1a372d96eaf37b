//! A report with nothing in it; the way there and back is tested with the samples.

use caseway_proto::{RegistryId, wire};

use super::{bundle, typed};
use crate::registry::builtin;

#[test]
fn an_empty_report_becomes_a_bundle_that_lacks_everything_but_its_kind() {
    let tables = builtin().expect("the tables are sound");
    let table = tables.registry("breast").expect("breast is built in");
    let registry = RegistryId("breast".to_owned());
    let empty = wire::PathologyReport::default();
    let made = bundle(&empty, &registry, table, &tables.spine);
    assert_eq!(
        made["entry"][0]["resource"]["type"]["coding"][0]["code"],
        "pathology"
    );
    assert!(made["identifier"].is_null());
    assert!(made["timestamp"].is_null());
    assert_eq!(typed(&made, table, &tables.spine), Some(empty));
}

#[test]
fn a_report_of_another_kind_is_no_typed_report() {
    let tables = builtin().expect("the tables are sound");
    let table = tables.registry("breast").expect("breast is built in");
    let bundle = serde_json::json!({"entry": [{"resource": {
        "resourceType": "Composition",
        "type": {"coding": [{"code": "surgery"}]},
    }}]});
    assert_eq!(typed(&bundle, table, &tables.spine), None);
}

#[test]
fn a_finding_is_of_the_specimen_that_it_names_and_else_of_the_first() {
    let tables = builtin().expect("the tables are sound");
    let table = tables.registry("breast").expect("breast is built in");
    let registry = RegistryId("breast".to_owned());
    let specimen = |day: &str| wire::Specimen {
        collected: day.to_owned(),
        ..wire::Specimen::default()
    };
    let found_in = |specimen| wire::Finding {
        variable: "er".to_owned(),
        value: Some(wire::finding::Value::Quantity("80".to_owned())),
        specimen,
    };
    let report = wire::PathologyReport {
        specimens: vec![specimen("2024-03-01"), specimen("2024-03-09")],
        findings: vec![found_in(0), found_in(2)],
        ..wire::PathologyReport::default()
    };
    let made = bundle(&report, &registry, table, &tables.spine);
    let days: Vec<&str> = made["entry"]
        .as_array()
        .expect("a Bundle has entries")
        .iter()
        .filter(|entry| entry["resource"]["resourceType"] == "Observation")
        .filter_map(|entry| entry["resource"]["effectiveDateTime"].as_str())
        .collect();
    assert_eq!(days, ["2024-03-01", "2024-03-09"]);
    assert_eq!(typed(&made, table, &tables.spine), Some(report));
}

#[test]
fn a_finding_of_a_specimen_that_is_not_there_refers_to_no_entry() {
    let tables = builtin().expect("the tables are sound");
    let table = tables.registry("breast").expect("breast is built in");
    let report = wire::PathologyReport {
        specimens: vec![wire::Specimen::default()],
        findings: vec![wire::Finding {
            variable: "er".to_owned(),
            value: None,
            specimen: 2,
        }],
        ..wire::PathologyReport::default()
    };
    let registry = RegistryId("breast".to_owned());
    let made = bundle(&report, &registry, table, &tables.spine);
    let entries = made["entry"].as_array().expect("a Bundle has entries");
    let mut resources = entries.iter().map(|entry| &entry["resource"]);
    let observed = resources.find(|resource| resource["resourceType"] == "Observation");
    let specimen = &observed.expect("it has an Observation")["specimen"]["reference"];
    assert!(specimen.is_string());
    assert!(!entries.iter().any(|entry| entry["fullUrl"] == *specimen));
}
