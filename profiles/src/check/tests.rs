//! The checker as a whole, on real and broken reports.

use std::path::PathBuf;

use caseway_proto::RegistryId;

use super::Ask;
use crate::{Catalogue, Settings};

fn shared(path: &str) -> Option<Vec<u8>> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let found = std::fs::read(root.join(path)).ok();
    if found.is_none() {
        eprintln!("{path} is not there: nothing was tested");
    }
    found
}

fn ask<'a>() -> Ask<'a> {
    Ask {
        registry: None,
        default_registry: None,
        profile: None,
        received_at: "2026-03-01T12:00:00Z".parse().unwrap(),
        allow_synthetic: true,
    }
}

const MCODE: &str = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-patient-bundle";

#[test]
fn a_foreign_report_is_accepted_under_its_own_package() {
    let Some(package) = shared("samples/mcode/hl7.fhir.us.mcode-4.0.0.tgz") else {
        return;
    };
    let Some(report) = shared("samples/mcode/Bundle-mcode-patient-bundle-jenny-m.json") else {
        return;
    };
    let mut catalogue = Catalogue::new(Settings::default()).unwrap();
    let id = RegistryId("mcode".to_owned());
    catalogue.install_package(&id, "mCODE", &package, MCODE).unwrap();
    let checked = catalogue.check(&report, &ask());
    for issue in &checked.issues {
        println!("{:?} {} {} {:?} {}:{} {}", issue.severity, issue.rule, issue.expression.as_deref().unwrap_or(""), issue.profile, issue.line.unwrap_or(0), issue.column.unwrap_or(0), issue.message);
    }
    assert!(!checked.rejects());
    assert_eq!(checked.head.unwrap().registry, Some(id));
}

#[test]
fn the_builtin_registries_are_installed() {
    let tables = crate::registry::builtin::builtin().unwrap();
    let mut catalogue = Catalogue::new(Settings::default()).unwrap();
    for table in &tables.registries {
        catalogue.install_table(table, &tables.spine).unwrap();
    }
    assert!(catalogue.registries().count() >= 4);
}
