//! Samples of every kind: what they must be, and that the checker takes them.

mod accepted;

use caseway_proto::RegistryId;
use jiff::civil::date;
use serde_json::Value;

use super::{ORGANISATIONS, ReportOrder, Sampler, SpecimenOrder, Status};
use crate::registry::{Tables, builtin};
use crate::typed::{bundle, typed};

fn tables() -> Tables {
    builtin().expect("the tables are sound")
}

/// Samples of every kind of every Registry: so many patients each.
fn samples(tables: &Tables, patients: u64) -> Vec<(String, String, Value)> {
    let sampler = Sampler::new(tables, 7);
    let mut made = Vec::new();
    for table in &tables.registries {
        for kind in &table.kinds {
            let fitting = (0..).map(|index| sampler.patient(index));
            let fitting = fitting.filter_map(|patient| {
                let tumour = sampler.tumour(&table.id, &patient, 1, date(2023, 8, 7))?;
                Some((patient, tumour))
            });
            for (patient, tumour) in fitting.take(usize::try_from(patients).expect("few")) {
                let registry = RegistryId(table.id.clone());
                let laboratory = usize::from(kind.code == "pathology") * 3;
                let order = ReportOrder {
                    registry: &registry,
                    kind: &kind.code,
                    patient: &patient,
                    tumour: &tumour,
                    report_number: 1,
                    version: 1,
                    status: Status::Final,
                    date: date(2023, 12, 5),
                    author: &ORGANISATIONS[laboratory],
                    requester: Some(&ORGANISATIONS[1]),
                    specimen: patient.index.is_multiple_of(2).then_some(SpecimenOrder {
                        number: 2,
                        resection: true,
                        collected: date(2023, 9, 11),
                    }),
                };
                let bundle = sampler.report(&order).expect("the kind is known");
                made.push((table.id.clone(), kind.code.clone(), bundle));
            }
        }
    }
    made
}

#[test]
fn a_typed_pathology_report_and_its_bundle_say_the_same() {
    let tables = tables();
    let pathology = samples(&tables, 25).into_iter();
    for (registry, _, sample) in pathology.filter(|(_, kind, _)| kind == "pathology") {
        let table = tables.registry(&registry).expect("built in");
        let report = typed(&sample, table, &tables.spine).expect("a pathology report");
        let again = bundle(&report, &RegistryId(registry), table, &tables.spine);
        assert_eq!(again, sample);
    }
}

#[test]
fn a_pathology_report_weighs_what_the_benchmark_wants() {
    let tables = tables();
    let samples = samples(&tables, 10);
    let of_breast = samples
        .iter()
        .filter(|(registry, kind, _)| registry == "breast" && kind == "pathology");
    for (_, _, bundle) in of_breast {
        let bytes = bundle.to_string().len();
        assert!((18_000..40_000).contains(&bytes), "{bytes} bytes");
        let entries = bundle["entry"].as_array().map_or(0, Vec::len);
        assert!((15..45).contains(&entries), "{entries} entries");
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let tables = tables();
    let text = |seed| {
        let journeys = (0..5).flat_map(|index| Sampler::new(&tables, seed).journey(index));
        journeys
            .map(|planned| planned.bundle.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(text(1), text(1));
    assert_ne!(text(1), text(2));
}

#[test]
fn every_report_of_many_journeys_has_a_key_of_its_own() {
    let tables = tables();
    let sampler = Sampler::new(&tables, 3);
    let planned: Vec<_> = (0..60).flat_map(|index| sampler.journey(index)).collect();
    let keys: std::collections::HashSet<String> = planned
        .iter()
        .map(|planned| planned.bundle["identifier"].to_string())
        .collect();
    assert!(planned.len() > 200, "{} reports", planned.len());
    assert_eq!(keys.len(), planned.len());
    assert!(planned.iter().any(|planned| planned.truth.version > 1));
    assert!(planned.iter().any(|planned| planned.truth.tumour > 1));
    assert!(planned.iter().any(|planned| !planned.truth.counts));
}

#[test]
fn a_patients_number_holds_the_birth_date_and_the_sex() {
    let tables = tables();
    let sampler = Sampler::new(&tables, 11);
    for patient in (0..200).map(|index| sampler.patient(index)) {
        let birth = patient.birth_date;
        let start = format!("{:02}{:02}", birth.day(), birth.month() + 80);
        assert!(patient.identifier.starts_with(&start));
        let ninth = patient.identifier.as_bytes()[8] - b'0';
        assert_eq!(ninth % 2 == 1, patient.sex == super::Sex::Male);
    }
}
