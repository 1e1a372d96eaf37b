//! Value sets, enumerated, and the code systems that are our own.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::structure::{Publisher, pascal};
use crate::registry::{Asked, names};

/// A code with its names; bare codes have none.
#[derive(Clone, Debug)]
pub(super) struct Concept {
    pub(super) code: String,
    pub(super) en: Option<String>,
    pub(super) nb: Option<String>,
}

impl Concept {
    pub(super) fn named(code: &str, en: &str, nb: &str) -> Self {
        Self {
            code: code.to_owned(),
            en: Some(en.to_owned()),
            nb: Some(nb.to_owned()),
        }
    }

    pub(super) fn bare(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            en: None,
            nb: None,
        }
    }

    fn json(&self) -> Value {
        let mut concept = json!({"code": self.code});
        if let Some(en) = &self.en {
            concept["display"] = en.as_str().into();
        }
        if let Some(nb) = &self.nb {
            concept["designation"] = json!([{"language": "nb", "value": nb}]);
        }
        concept
    }
}

/// Concepts by code system, in the order of the systems' URLs.
pub(super) type BySystem = BTreeMap<String, Vec<Concept>>;

/// The value sets and code systems that a set of variables needs.
pub(super) fn of_variables(asked: &[Asked], publisher: &Publisher) -> Vec<Value> {
    let mut own: BySystem = BTreeMap::new();
    let mut made = Vec::new();
    for asked in asked {
        let concepts = values(asked);
        if !concepts.is_empty() {
            made.push(value_set(&asked.id(), &concepts, publisher));
        }
        for (system, concepts) in concepts {
            own.entry(system).or_default().extend(concepts);
        }
        if !asked.variable.also.is_empty() {
            let codes = variable_codes(asked);
            made.push(value_set(
                &format!("{}-code", asked.id()),
                &codes,
                publisher,
            ));
        }
    }
    if let Some(first) = asked.first() {
        let variables = asked.iter().map(|asked| variable(asked)).collect();
        own.insert(first.variable_system(), variables);
    }
    made.extend(own_systems(own, publisher));
    made
}

/// A value set that lists its codes.
pub(super) fn value_set(id: &str, concepts: &BySystem, publisher: &Publisher) -> Value {
    let include: Vec<Value> = concepts
        .iter()
        .map(|(system, concepts)| {
            let concepts: Vec<Value> = concepts.iter().map(Concept::json).collect();
            json!({"system": system, "concept": concepts})
        })
        .collect();
    json!({
        "resourceType": "ValueSet",
        "id": id,
        "url": names::value_set(publisher.canonical, id),
        "version": publisher.version,
        "name": format!("{}Values", pascal(id)),
        "status": "active",
        "compose": {"include": include},
    })
}

pub(super) fn code_system(id: &str, concepts: &[Concept], publisher: &Publisher) -> Value {
    let concepts: Vec<Value> = concepts.iter().map(Concept::json).collect();
    json!({
        "resourceType": "CodeSystem",
        "id": id,
        "url": names::code_system(publisher.canonical, id),
        "version": publisher.version,
        "name": format!("{}Codes", pascal(id)),
        "status": "active",
        "caseSensitive": true,
        "content": "complete",
        "concept": concepts,
    })
}

/// The code systems among these that are ours, each code once.
fn own_systems(systems: BySystem, publisher: &Publisher) -> Vec<Value> {
    let start = names::code_system(publisher.canonical, "");
    let ours = systems.into_iter().filter_map(|(system, concepts)| {
        let id = system.strip_prefix(&start)?.to_owned();
        Some((id, concepts))
    });
    ours.map(|(id, concepts)| {
        let mut seen = std::collections::HashSet::new();
        let once: Vec<Concept> = concepts
            .into_iter()
            .filter(|concept| seen.insert(concept.code.clone()))
            .collect();
        code_system(&id, &once, publisher)
    })
    .collect()
}

fn values(asked: &Asked) -> BySystem {
    let mut concepts: BySystem = BTreeMap::new();
    for value in &asked.variable.values {
        let concept = Concept::named(&value.code, &value.en, &value.nb);
        concepts
            .entry(asked.value_system(value))
            .or_default()
            .push(concept);
    }
    concepts
}

fn variable_codes(asked: &Asked) -> BySystem {
    let mut concepts: BySystem = BTreeMap::new();
    for coding in asked.codings() {
        let concept = Concept::bare(&coding.code);
        concepts.entry(coding.system).or_default().push(concept);
    }
    concepts
}

fn variable(asked: &Asked) -> Concept {
    let name = &asked.variable.name;
    Concept::named(&asked.variable.id, &name.en, &name.nb)
}
