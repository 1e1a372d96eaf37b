//! What both validators are shown: our definitions, our reports, and mutants of them.
//!
//! Every Registry that is built in has its share. Every second report and mutant is in
//! XML, where what is left of it can be written so.

use std::collections::BTreeMap;

use caseway_profiles::registry::Tables;
use caseway_profiles::sample::{Planned, Sampler};
use caseway_proto::Syntax;
use serde_json::Value;

use crate::kinds;
use crate::report::Report;
use crate::xml;

/// The persons among whom each Registry's reports are looked for.
const PERSONS: u64 = 5_000;
/// The kind of a body that is not broken.
pub(crate) const UNBROKEN: &str = "a report";
/// The kind of a body that is a definition of ours.
pub(crate) const DEFINITION: &str = "a definition";

/// A body that both validators are shown.
pub(crate) struct Body {
    /// What was broken, or what it is.
    pub(crate) kind: &'static str,
    /// How it is written.
    pub(crate) syntax: Syntax,
    /// The body.
    pub(crate) bytes: Vec<u8>,
    /// The profile to check it against; absent: the one it names.
    pub(crate) profile: Option<String>,
}

impl Body {
    fn new(kind: &'static str, syntax: Syntax, text: String) -> Self {
        Self {
            kind,
            syntax,
            bytes: text.into_bytes(),
            profile: None,
        }
    }

    fn unbroken((index, report): (usize, &Value)) -> Self {
        if index % 2 == 1 {
            return Self::new(UNBROKEN, Syntax::Xml, xml::xml(report));
        }
        Self::new(UNBROKEN, Syntax::Json, report.to_string())
    }

    fn mutant(kind: &'static str, (index, mutant): (usize, &Value)) -> Self {
        let in_xml = index % 2 == 1 && is_writable(mutant);
        match in_xml.then(|| xml::try_xml(mutant)).flatten() {
            Some(text) => Self::new(kind, Syntax::Xml, text),
            None => Self::new(kind, Syntax::Json, mutant.to_string()),
        }
    }
}

/// Our definitions, each to be valid by R4's definition of its type.
pub(crate) fn definitions(definitions: &[Value]) -> Vec<Body> {
    let each = definitions.iter().map(|definition| {
        let kind = definition["resourceType"].as_str().unwrap_or_default();
        let mut body = Body::new(DEFINITION, Syntax::Json, definition.to_string());
        body.profile = Some(format!("http://hl7.org/fhir/StructureDefinition/{kind}"));
        body
    });
    each.collect()
}

/// So many reports of each Registry, and so many mutants of each kind.
pub(crate) fn of_reports(tables: &Tables, size: usize) -> Vec<Body> {
    let reports = reports(tables, size);
    let unbroken = reports.iter().enumerate();
    let mut bodies: Vec<Body> = unbroken.map(Body::unbroken).collect();
    for (start, (kind, broken)) in kinds::all().enumerate() {
        let turned = reports.iter().cycle().skip(start).take(reports.len());
        let mutants = turned.enumerate().filter_map(|(turn, report)| {
            let mut mutant = Report {
                tree: report.clone(),
                turn,
            };
            broken(&mut mutant, tables)?;
            Some(mutant.tree)
        });
        let taken = mutants.take(size).enumerate();
        bodies.extend(taken.map(|(index, tree)| Body::mutant(kind, (index, &tree))));
    }
    for (kind, broken) in kinds::TEXTS {
        bodies.extend(reports.iter().take(size).map(|report| Body {
            kind,
            syntax: Syntax::Json,
            bytes: broken(&report.to_string()).0,
            profile: None,
        }));
    }
    bodies
}

/// So many reports of each Registry, as persons bring them.
fn reports(tables: &Tables, size: usize) -> Vec<Value> {
    let sampler = Sampler::new(tables, 7);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let wanted = size * tables.registries.len();
    let planned = (0..PERSONS).flat_map(|index| sampler.journey(index));
    let mut is_due = |planned: &Planned| {
        let count = counts.entry(planned.registry.0.clone()).or_default();
        *count += 1;
        *count <= size
    };
    let due = planned.filter(|planned| is_due(planned));
    due.take(wanted).map(|planned| planned.bundle).collect()
}

/// Whether the writer of XML can take it: it panics on an empty array.
fn is_writable(value: &Value) -> bool {
    match value {
        Value::Array(items) => !items.is_empty() && items.iter().all(is_writable),
        Value::Object(members) => members.values().all(is_writable),
        _ => true,
    }
}
