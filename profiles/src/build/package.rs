//! The FHIR package of a Registry, and that of the spine it depends on.

use serde_json::{Value, json};

use super::structure::Publisher;
use super::{
    bundle_profile, codes, observation_profile, spine_profiles, spine_terminology, terminology,
    tumour_profile,
};
use crate::registry::asked;
use crate::registry::table::{Kind, Table};
use crate::registry::{Asked, Place, Spine, names};

/// The definitions of a Registry's package; they rest on [`spine_definitions`].
#[must_use]
pub fn definitions(table: &Table, spine: &Spine) -> Vec<Value> {
    let publisher = Publisher {
        canonical: &table.canonical,
        version: &table.version,
    };
    let own: Vec<Asked> = table
        .variables
        .iter()
        .map(|variable| Asked::of_table(table, variable))
        .collect();
    let kinds = table.kinds.iter();
    let mut made: Vec<Value> = kinds
        .flat_map(|kind| of_kind(table, spine, kind, &publisher))
        .collect();
    made.extend(observations(&own, &publisher));
    made.extend(terminology::of_variables(&own, &publisher));
    made
}

/// The definitions that all Registries share.
#[must_use]
pub fn spine_definitions(spine: &Spine) -> Vec<Value> {
    let publisher = Publisher {
        canonical: &spine.canonical,
        version: &spine.version,
    };
    let asked: Vec<Asked> = spine
        .variables
        .iter()
        .map(|variable| Asked::of_spine(spine, variable))
        .collect();
    let mut made = spine_profiles::profiles(&publisher);
    made.extend(observations(&asked, &publisher));
    made.extend(spine_terminology::definitions(&publisher));
    made.extend(terminology::of_variables(&asked, &publisher));
    made.extend(codes::value_sets(&publisher));
    made
}

/// `package.json` of a Registry.
#[must_use]
pub fn manifest(table: &Table, spine: &Spine) -> Value {
    json!({
        "name": format!("caseway.registry.{}", names::slug(&table.id)),
        "version": table.version,
        "description": table.name.en,
        "canonical": table.canonical,
        "type": "Conformance",
        "fhirVersions": ["4.0.1"],
        "dependencies": {
            "hl7.fhir.r4.core": "4.0.1",
            "caseway.registry.spine": spine.version,
        },
    })
}

/// `package.json` of the spine.
#[must_use]
pub fn spine_manifest(spine: &Spine) -> Value {
    json!({
        "name": "caseway.registry.spine",
        "version": spine.version,
        "description": "What the reports of all registries share",
        "canonical": spine.canonical,
        "type": "Conformance",
        "fhirVersions": ["4.0.1"],
        "dependencies": {"hl7.fhir.r4.core": "4.0.1"},
    })
}

fn of_kind(table: &Table, spine: &Spine, kind: &Kind, publisher: &Publisher) -> [Value; 3] {
    let carried = asked::of_kind(table, spine, &kind.code);
    [
        bundle_profile::profile(table, kind, &carried, publisher),
        bundle_profile::composition(table, kind, publisher),
        tumour_profile::profile(table, kind, &carried, publisher),
    ]
}

fn observations(asked: &[Asked], publisher: &Publisher) -> Vec<Value> {
    asked
        .iter()
        .filter(|asked| asked.place() == Place::Observation)
        .map(|asked| observation_profile::profile(asked, publisher))
        .collect()
}
