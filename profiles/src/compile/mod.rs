//! The compiler: StructureDefinitions into Plans.
//!
//! A snapshot is taken as it stands; a differential is applied to the Plan of its
//! base, walking into data types by giving the element children of its own. Refuses
//! what could not be checked as its author meant it.

mod amended;
mod apply;
mod children;
mod constraint;
mod decide;
mod element;
mod extended;
mod library;
mod order;
mod path;
mod slice;
mod snapshot;
mod tighten;
mod widen;

use std::sync::{Arc, OnceLock};

use serde_json::Value;

pub(crate) use constraint::verify;
pub(crate) use decide::marks_of;
pub(crate) use library::{CORE, Library};

use crate::definitions::{InstallError, bare};
use crate::plan::{Node, Plan, contexts};

/// How many profiles may be compiled for one another: each is a recursion.
pub(crate) const BASES_MAX: usize = 16;

/// Compiles a StructureDefinition; `trail` are the profiles being compiled for it.
fn compile(library: &Library, definition: &Value, trail: &[&str]) -> Result<Plan, InstallError> {
    let url = definition["url"].as_str().ok_or(InstallError::NoUrl)?;
    if trail.contains(&url) {
        return Err(InstallError::Ring {
            url: url.to_owned(),
        });
    }
    if trail.len() >= BASES_MAX {
        return Err(InstallError::TooDeep {
            url: url.to_owned(),
            what: "profiles built on each other",
        });
    }
    let trail = [trail, &[url]].concat();
    let unit = Unit {
        library,
        url,
        trail: &trail,
    };
    let mut root = unit.tree(definition)?;
    decide::settle(&unit, &mut root)?;
    Ok(plan(definition, url, root))
}

/// What is compiled, and with what.
struct Unit<'a> {
    library: &'a Library,
    url: &'a str,
    trail: &'a [&'a str],
}

impl Unit<'_> {
    fn tree(&self, definition: &Value) -> Result<Arc<Node>, InstallError> {
        let elements = |form: &str| definition[form]["element"].as_array();
        if let Some(snapshot) = elements("snapshot") {
            return snapshot::tree(snapshot, self.url);
        }
        let base = definition["baseDefinition"].as_str();
        match (elements("differential"), base) {
            (Some(differential), Some(base)) => {
                let base = self.library.plan_within(bare(base), self.trail)?;
                apply::differential(self, &base, differential)
            }
            _ => Err(InstallError::NotAProfile {
                url: self.url.to_owned(),
            }),
        }
    }
}

impl Unit<'_> {
    /// The Plan of a FHIR type; of one that is being compiled there is none yet.
    fn type_plan(&self, kind: &str) -> Option<Arc<Plan>> {
        let url = format!("{CORE}{kind}");
        self.library.plan_within(&url, self.trail).ok()
    }

    /// Whether FHIR has a type of that name.
    fn is_type(&self, kind: &str) -> bool {
        self.type_plan(kind).is_some_and(|plan| &*plan.kind == kind)
    }

    /// The FHIR type that a FHIR type is built on.
    fn base_of(&self, kind: &str) -> Option<Box<str>> {
        let base = self.type_plan(kind)?.base.clone()?;
        base.strip_prefix(CORE).map(Box::from)
    }
}

fn plan(definition: &Value, url: &str, root: Arc<Node>) -> Plan {
    let version = definition["version"].as_str().unwrap_or_default();
    let label = match version {
        "" => url.to_owned(),
        version => format!("{url}|{version}"),
    };
    Plan {
        url: url.into(),
        label: label.into(),
        kind: definition["type"].as_str().unwrap_or_default().into(),
        base: definition["baseDefinition"]
            .as_str()
            .map(|base| bare(base).into()),
        root,
        contexts: contexts(definition),
        marks: OnceLock::new(),
    }
}
