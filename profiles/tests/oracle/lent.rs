//! What the oracle is told of before it begins: our definitions, and what it lacks without
//! a terminology server.
//!
//! It takes no code of a system that it has no definition of, not even where our value set
//! lists the code. So it is lent a fragment of each such system, with the codes that our
//! value sets list; our packages do not define what is others' to define.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use caseway_profiles::build;
use caseway_profiles::registry::Tables;
use serde_json::{Value, json};

use crate::Fault;

/// Code systems that the oracle has of its own: those of HL7's that come with R4.
const CORE: [&str; 2] = [
    "http://terminology.hl7.org/CodeSystem/data-absent-reason",
    "http://hl7.org/fhir/composition-status",
];

/// The definitions of every Registry that is built in, and of the spine.
pub(crate) fn definitions(tables: &Tables) -> Vec<Value> {
    let of_tables = tables.registries.iter();
    let mut all = build::spine_definitions(&tables.spine);
    all.extend(of_tables.flat_map(|table| build::definitions(table, &tables.spine)));
    all
}

/// Writes what the oracle is to know into a folder.
pub(crate) fn write(folder: &Path, definitions: &[Value]) -> Result<(), Fault> {
    fs::create_dir(folder)?;
    let lent = fragments(definitions).into_iter().chain([languages()]);
    for (index, definition) in definitions.iter().cloned().chain(lent).enumerate() {
        let file = folder.join(format!("{index}.json"));
        fs::write(file, definition.to_string())?;
    }
    Ok(())
}

/// Fragments of the code systems that our value sets list codes of, and that are not ours.
fn fragments(definitions: &[Value]) -> Vec<Value> {
    let of_type = |kind: &'static str| {
        let all = definitions.iter();
        all.filter(move |definition| definition["resourceType"] == kind)
    };
    let ours: BTreeSet<&str> = of_type("CodeSystem")
        .filter_map(|system| system["url"].as_str())
        .collect();
    let mut systems: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let included = of_type("ValueSet").filter_map(|set| set["compose"]["include"].as_array());
    for include in included.flatten() {
        let system = include["system"].as_str().unwrap_or_default();
        let concepts = include["concept"].as_array().into_iter().flatten();
        let codes = concepts.filter_map(|concept| concept["code"].as_str());
        systems.entry(system).or_default().extend(codes);
    }
    systems.retain(|system, _| !ours.contains(system) && !CORE.contains(system));
    let fragment = |(url, codes): (&str, BTreeSet<&str>)| {
        let concepts: Vec<Value> = codes.iter().map(|code| json!({ "code": code })).collect();
        json!({
            "resourceType": "CodeSystem", "url": url, "status": "active", "content": "fragment",
            "caseSensitive": true, "concept": concepts,
        })
    };
    systems.into_iter().map(fragment).collect()
}

/// R4's common languages with Norwegian bokmål: the set is only preferred, the oracle
/// refuses what it does not list (R4, Attachment.language: any of BCP 47).
fn languages() -> Value {
    json!({
        "resourceType": "ValueSet", "url": "http://hl7.org/fhir/ValueSet/languages",
        "status": "active",
        "compose": { "include": [{
            "system": "urn:ietf:bcp:47", "concept": [{ "code": "nb" }, { "code": "en" }],
        }] },
    })
}
