//! A package and a report written elsewhere.

use caseway_proto::RegistryId;

use super::{ask, shared, told};
use crate::{Absent, AbsentKind, Catalogue, Foreign, InstallError, Settings, Source};

const ROOT: &str = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-patient-bundle";

fn installed(
    catalogue: &mut Catalogue,
    id: &RegistryId,
    package: &[u8],
) -> Result<Vec<Absent>, InstallError> {
    catalogue.install_foreign(&Foreign {
        id,
        name: "mCODE",
        package: &Source::Package(package.to_owned()),
        dependencies: &[],
        root: ROOT,
    })
}

fn mcode() -> Option<Catalogue> {
    let package = shared("samples/mcode/hl7.fhir.us.mcode-4.0.0.tgz")?;
    let mut catalogue = Catalogue::new(Settings::default()).unwrap();
    let id = RegistryId("mcode".to_owned());
    installed(&mut catalogue, &id, &package).unwrap();
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
    assert!(installed(&mut catalogue, &id, &package).is_err());
    let other = RegistryId("other".to_owned());
    installed(&mut catalogue, &other, &package).unwrap();
    assert_ne!(before, catalogue.plan_digest());
}

#[test]
fn what_a_package_needs_and_nobody_has_is_named_once() {
    let Some(package) = shared("samples/mcode/hl7.fhir.us.mcode-4.0.0.tgz") else {
        return;
    };
    let mut catalogue = Catalogue::new(Settings::default()).unwrap();
    let started = std::time::Instant::now();
    let defined = catalogue
        .define_package(&Source::Package(package), &[])
        .unwrap();
    println!("defined in {:?}", started.elapsed());
    for each in &defined.absent {
        println!("  {each}");
    }
    assert_eq!(defined.definitions, 157);
    assert_eq!(defined.profiles.len(), 53);
    let refused: Vec<String> = defined
        .refused
        .iter()
        .map(|(_, why)| why.to_string())
        .collect();
    assert_eq!(refused, Vec::<String>::new());
    let named = |kind| {
        let of_kind = defined.absent.iter().filter(move |each| each.kind == kind);
        of_kind.map(|each| each.name.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(
        named(AbsentKind::Package),
        [
            "hl7.fhir.us.core#6.1.0",
            "hl7.fhir.uv.extensions.r4#5.2.0",
            "hl7.fhir.uv.genomics-reporting#2.0.0",
            "hl7.terminology.r4#6.2.0"
        ]
    );
    let profiles = named(AbsentKind::Profile);
    assert!(profiles.iter().any(|url| url.ends_with("us-core-patient")));
    let mut once = profiles.clone();
    once.dedup();
    assert_eq!(once, profiles);
}
