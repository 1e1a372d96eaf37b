//! A package and a report written elsewhere.

use caseway_proto::RegistryId;

use super::{ask, shared, told};
use crate::{Catalogue, Settings};

const ROOT: &str = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-patient-bundle";

fn mcode() -> Option<Catalogue> {
    let package = shared("samples/mcode/hl7.fhir.us.mcode-4.0.0.tgz")?;
    let mut catalogue = Catalogue::new(Settings::default()).unwrap();
    let id = RegistryId("mcode".to_owned());
    catalogue
        .install_package(&id, "mCODE", &package, ROOT)
        .unwrap();
    Some(catalogue)
}

#[test]
fn a_foreign_report_is_accepted_under_its_own_package() {
    let Some(catalogue) = mcode() else {
        return;
    };
    let Some(report) = shared("samples/mcode/Bundle-mcode-patient-bundle-jenny-m.json") else {
        return;
    };
    let checked = catalogue.check(&report, &ask(None));
    assert_eq!(told(&checked.issues), []);
    assert_eq!(
        checked.head.unwrap().registry,
        Some(RegistryId("mcode".to_owned()))
    );
}

#[test]
fn a_foreign_report_without_what_its_package_wants_is_refused() {
    let Some(catalogue) = mcode() else {
        return;
    };
    let Some(report) = shared("samples/mcode/Bundle-mcode-patient-bundle-jenny-m.json") else {
        return;
    };
    let mut tree: serde_json::Value = serde_json::from_slice(&report).unwrap();
    tree["entry"].as_array_mut().unwrap().remove(0);
    let errors = told(&super::checked(&catalogue, &tree, None).issues);
    assert!(
        errors.iter().any(|(rule, _)| rule == "slice-missing"),
        "{errors:?}"
    );
}

#[test]
fn a_registry_is_installed_once() {
    let Some(package) = shared("samples/mcode/hl7.fhir.us.mcode-4.0.0.tgz") else {
        return;
    };
    let Some(mut catalogue) = mcode() else {
        return;
    };
    let before = catalogue.plan_digest();
    let id = RegistryId("mcode".to_owned());
    assert!(
        catalogue
            .install_package(&id, "mCODE", &package, ROOT)
            .is_err()
    );
    let other = RegistryId("other".to_owned());
    catalogue
        .install_package(&other, "mCODE", &package, ROOT)
        .unwrap();
    assert_ne!(before, catalogue.plan_digest());
}
