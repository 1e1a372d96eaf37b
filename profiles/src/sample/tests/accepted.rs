//! The checker takes every sample, and the senders' JSON Schemas agree with it.

use caseway_proto::Syntax;
use jiff::Timestamp;

use super::{samples, tables};
use crate::build::schema;
use crate::registry::asked::observations;
use crate::registry::table::Need;
use crate::sample::Sampler;
use crate::{Ask, Catalogue, Settings};

fn ask() -> Ask<'static> {
    Ask {
        syntax: Syntax::Json,
        registry: None,
        default_registry: None,
        profile: None,
        received_at: "2026-01-01T00:00:00Z"
            .parse::<Timestamp>()
            .expect("a timestamp"),
        allow_synthetic: true,
        refuse: &[],
    }
}

fn catalogue() -> Catalogue {
    let tables = tables();
    let mut catalogue = Catalogue::new(Settings::default()).expect("R4 is embedded");
    catalogue
        .install_tables(&tables.registries, &tables.spine)
        .expect("the tables are good");
    catalogue
}

#[test]
fn the_checker_takes_every_sample_of_every_kind_without_a_finding() {
    let catalogue = catalogue();
    let tables = tables();
    let samples = samples(&tables, 12);
    assert!(samples.len() >= 200, "{} samples", samples.len());
    let mut found = std::collections::BTreeMap::new();
    for (registry, kind, bundle) in &samples {
        let checked = catalogue.check(bundle.to_string().as_bytes(), &ask());
        for issue in checked.issues {
            let place = issue.expression.unwrap_or_default();
            let place = place.split('.').skip(2).collect::<Vec<_>>().join(".");
            let key = format!(
                "{registry} {kind} {:?} {} {place}: {}",
                issue.severity, issue.rule, issue.message
            );
            *found.entry(key).or_insert(0) += 1;
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_checker_refuses_a_sample_that_lacks_a_mandatory_answer() {
    let catalogue = catalogue();
    let tables = tables();
    for (registry, kind, mut bundle) in samples(&tables, 1) {
        let table = tables.registry(&registry).expect("built in");
        let mandatory = observations(table, &tables.spine, &kind)
            .into_iter()
            .find(|asked| asked.variable.need == Need::Mandatory);
        let Some(mandatory) = mandatory else {
            continue;
        };
        let code = mandatory.coding().code;
        let entries = bundle["entry"].as_array_mut().expect("entries");
        let before = entries.len();
        entries.retain(|entry| entry["resource"]["code"]["coding"][0]["code"] != *code);
        assert!(
            entries.len() < before,
            "{registry} {kind}: {code} was answered"
        );
        let checked = catalogue.check(bundle.to_string().as_bytes(), &ask());
        assert!(checked.rejects(), "{registry} {kind} without {code}");
    }
}

#[test]
fn the_checker_takes_every_report_of_a_hundred_journeys() {
    let catalogue = catalogue();
    let tables = tables();
    let sampler = Sampler::new(&tables, 42);
    for planned in (0..100).flat_map(|index| sampler.journey(index)) {
        let checked = catalogue.check(planned.bundle.to_string().as_bytes(), &ask());
        assert!(
            !checked.rejects(),
            "{} {}: {:#?}",
            planned.registry,
            planned.kind,
            checked.issues
        );
    }
}

#[test]
fn the_schema_of_a_kind_takes_its_samples_and_no_report_without_entries() {
    let tables = tables();
    for (registry, kind, bundle) in samples(&tables, 3) {
        let table = tables.registry(&registry).expect("built in");
        let kind = table
            .kinds
            .iter()
            .find(|of| of.code == kind)
            .expect("a kind");
        let made = schema(table, &tables.spine, kind);
        let validator = jsonschema::validator_for(&made).expect("a valid schema");
        let faults: Vec<String> = validator
            .iter_errors(&bundle)
            .map(|fault| format!("{} at {}", fault.masked(), fault.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{registry} {}: {faults:#?}", kind.code);
        let mut empty = bundle;
        empty["entry"] = serde_json::json!([]);
        assert!(!validator.is_valid(&empty));
    }
}
