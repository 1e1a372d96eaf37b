//! What a package asks for that nobody has: each named once, however often it is asked for.
//!
//! What is absent does not refuse a package; it leaves undecided what rests on it.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use crate::definitions::{Definitions, Package, bare};

/// The package of R4's own definitions, which are always there.
const R4: &str = "hl7.fhir.r4.core";

/// What kind of thing is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AbsentKind {
    /// A package.
    Package,
    /// A StructureDefinition.
    Profile,
    /// A value set that a binding needs.
    ValueSet,
}

/// Something that a package asks for and that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    /// What kind of thing it is.
    pub kind: AbsentKind,
    /// Its URL, or name and version of a package.
    pub name: String,
    /// How many elements and definitions ask for it.
    pub asked: usize,
}

impl fmt::Display for Absent {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, name, asked } = self;
        let often = times(*asked);
        match kind {
            AbsentKind::Package => write!(to, "the package {name} is not installed"),
            AbsentKind::Profile => {
                write!(to, "the profile {name} is not known, asked for {often}")
            }
            AbsentKind::ValueSet => {
                write!(to, "the value set {name} is not known, asked for {often}")
            }
        }
    }
}

fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        count => format!("{count} times"),
    }
}

/// What a package and those installed with it ask for in vain.
pub(super) fn absent(
    definitions: &Definitions,
    package: &Package,
    beside: &[Package],
) -> Vec<Absent> {
    let mut asked: BTreeMap<(AbsentKind, String), usize> = BTreeMap::new();
    let mut ask = |kind, name: &str| {
        let there = match kind {
            AbsentKind::Package => is_there(name, package, beside),
            AbsentKind::Profile => definitions.has_structure(name),
            AbsentKind::ValueSet => definitions.has_value_set(name),
        };
        if !there {
            *asked.entry((kind, name.to_owned())).or_default() += 1;
        }
    };
    for each in std::iter::once(package).chain(beside) {
        for (name, version) in &each.dependencies {
            ask(AbsentKind::Package, &format!("{name}#{version}"));
        }
    }
    for definition in package.read("StructureDefinition") {
        of_structure(&definition, &mut ask);
    }
    let absent = asked.into_iter();
    absent
        .map(|((kind, name), asked)| Absent { kind, name, asked })
        .collect()
}

fn is_there(name: &str, package: &Package, beside: &[Package]) -> bool {
    let mut all = std::iter::once(package).chain(beside);
    name.split_once('#').is_some_and(|(name, version)| {
        name == R4 || all.any(|each| each.name == name && fits(&each.version, version))
    })
}

/// Whether a version is the one that is asked for, where `1.2.x` asks for any of `1.2`.
fn fits(version: &str, asked: &str) -> bool {
    match asked.strip_suffix('x') {
        Some(start) => version.starts_with(start),
        None => version == asked,
    }
}

fn of_structure(definition: &Value, ask: &mut impl FnMut(AbsentKind, &str)) {
    let url = |value: &Value| value.as_str().map(|url| bare(url).to_owned());
    if let Some(base) = url(&definition["baseDefinition"]) {
        ask(AbsentKind::Profile, &base);
    }
    let form = ["snapshot", "differential"]
        .into_iter()
        .find(|form| definition[form].is_object());
    let elements = form.and_then(|form| definition[form]["element"].as_array());
    for element in elements.into_iter().flatten() {
        for kind in element["type"].as_array().into_iter().flatten() {
            let profiles = ["profile", "targetProfile"].map(|key| kind[key].as_array());
            let profiles = profiles.into_iter().flatten().flatten();
            profiles
                .filter_map(url)
                .for_each(|profile| ask(AbsentKind::Profile, &profile));
        }
        let binding = &element["binding"];
        if matches!(
            binding["strength"].as_str(),
            Some("required" | "extensible")
        ) && let Some(set) = url(&binding["valueSet"])
        {
            ask(AbsentKind::ValueSet, &set);
        }
    }
}
