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
