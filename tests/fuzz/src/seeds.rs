//! What mutations grow from: our own samples, packages and expressions, for each target.

use std::io::Write as _;

use caseway_profiles::build::package;
use caseway_profiles::sample::Sampler;
use fhirbolt::FhirReleases;
use fhirbolt::element::Element;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::scene::SCENE;
use crate::targets::BETWEEN_FILES;

/// Reports of so many persons.
const PERSONS: u64 = 4;
/// Definitions of each registry.
const DEFINITIONS: usize = 12;

/// The seeds of a target.
#[must_use]
pub fn of(target: &str) -> Vec<Vec<u8>> {
    match target {
        "json" | "check_json" => reports().iter().map(written).collect(),
        "xml" | "check_xml" => reports().iter().filter_map(xml).chain([batch()]).collect(),
        "package" => packages(),
        "definition" => definitions().iter().map(written).collect(),
        "fhirpath" => expressions(),
        "identity" => ["01815512347", "41815512345", "81815512340", "00000000000"]
            .map(|number| number.as_bytes().to_vec())
            .to_vec(),
        _ => Vec::new(),
    }
}

fn written(tree: &Value) -> Vec<u8> {
    tree.to_string().into_bytes()
}

/// Whole reports, and for each kind of resource in them a collection of it alone.
fn reports() -> Vec<Value> {
    let sampler = Sampler::new(&SCENE.tables, 3);
    let journeys = (0..PERSONS).flat_map(|person| sampler.journey(person));
    let reports: Vec<Value> = journeys.map(|planned| planned.bundle).collect();
    let mut kinds = std::collections::BTreeMap::new();
    for entry in reports
        .iter()
        .filter_map(|report| report["entry"].as_array())
        .flatten()
    {
        let kind = entry["resource"]["resourceType"].to_string();
        kinds.entry(kind).or_insert_with(
            || json!({"resourceType": "Bundle", "type": "collection", "entry": [entry]}),
        );
    }
    kinds.into_values().chain(reports).collect()
}

/// A resource as FHIR XML, written by another implementation.
fn xml(resource: &Value) -> Option<Vec<u8>> {
    let element: Element<{ FhirReleases::R4 }> =
        fhirbolt::json::from_str(&resource.to_string(), None).ok()?;
    fhirbolt::xml::to_vec(&element, None).ok()
}

fn batch() -> Vec<u8> {
    let inner = reports().first().and_then(xml).unwrap_or_default();
    let inner = String::from_utf8_lossy(&inner);
    let inner = inner.trim_start_matches("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    let around = "<Bundle xmlns=\"http://hl7.org/fhir\" xmlns:a=\"b\"><type value=\"batch\"/>";
    format!("{around}<entry><resource>{inner}</resource></entry></Bundle>").into_bytes()
}

fn definitions() -> Vec<Value> {
    let tables = &SCENE.tables;
    let own = tables.registries.iter().flat_map(|table| {
        let all = package::definitions(table, &tables.spine);
        let step = all.len().div_ceil(DEFINITIONS).max(1);
        all.into_iter().step_by(step)
    });
    own.chain(package::spine_definitions(&tables.spine))
        .collect()
}

/// A package as it is, the archive within it, and files as the target cuts them.
fn packages() -> Vec<Vec<u8>> {
    let manifest = json!({"name": "a", "version": "1", "dependencies": {"b": "1"}});
    let few = definitions().into_iter().step_by(7);
    let contents = std::iter::once(manifest)
        .chain(few)
        .map(|each| each.to_string());
    let names = std::iter::once("package.json".to_owned());
    let names = names.chain((1..).map(|index| format!("{index}.json")));
    let files: Vec<(String, String)> = names.zip(contents).collect();
    let archive = archive(&files);
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    let packed = packed.write_all(&archive).and_then(|()| packed.finish());
    let pairs = files.chunks(2).map(|pair| {
        let each = pair
            .iter()
            .map(|(name, content)| format!("{name}\n{content}"));
        let separator = char::from(BETWEEN_FILES).to_string();
        each.collect::<Vec<_>>().join(&separator).into_bytes()
    });
    [packed.unwrap_or_default(), archive]
        .into_iter()
        .chain(pairs)
        .collect()
}

fn archive(files: &[(String, String)]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, content) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        let name = format!("package/{name}");
        let added = archive.append_data(&mut header, name, content.as_bytes());
        assert!(added.is_ok(), "an archive in memory takes everything");
    }
    archive.into_inner().unwrap_or_default()
}

/// Expressions of our own definitions, and some that use what those do not.
fn expressions() -> Vec<Vec<u8>> {
    let mut found = std::collections::BTreeSet::new();
    for definition in definitions() {
        constraints(&definition, &mut found);
    }
    let further = [
        "Patient.name.given.where($this.length() > 1).select($this & '!').distinct().count() = 2",
        "descendants().where(resolve() is Organization).exists() implies contained.repeat(children()).empty()",
        "value.ofType(Quantity) > 1 'cm' and (effective as dateTime) + 3 days <= now()",
        "name.aggregate($total + 1, 0) in (1 | 2 | 3) xor iif(active, {}, -5.25 mod 2 div 3 ~ 1)",
        "code.coding.exists(system = %loinc and code.matches('^[0-9]{1,5}-[0-9]$')) or extension('http://a.example/b').value is dateTime",
        "birthDate.toString().substring(0, 4).toInteger().power(2) >= @1955-01-01.toString().length() | %context.children().skip(1).take(2).type()",
    ];
    found.extend(further.map(str::to_owned));
    found.into_iter().map(String::into_bytes).collect()
}

fn constraints(value: &Value, found: &mut std::collections::BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            found.extend(
                members
                    .get("expression")
                    .and_then(Value::as_str)
                    .map(str::to_owned),
            );
            members
                .values()
                .for_each(|member| constraints(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| constraints(item, found)),
        _ => {}
    }
}
