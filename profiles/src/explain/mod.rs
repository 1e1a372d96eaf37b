//! Profiles in words: what each requires, and what a new version would change.
//!
//! Said from the compiled Plans, so that what is said is what is checked. An element is
//! told where it says something that its base does not: the type for a profile, what
//! holds for all items for a slice. Leaves out prose of the definitions themselves.

mod changes;
mod element;
mod pairs;
mod sentence;

use std::sync::Arc;

use crate::catalogue::Catalogue;
use crate::definitions::bare;
use crate::plan::Plan;

pub use changes::Changes;

/// A profile in words.
#[derive(Clone, Debug)]
pub struct Explained {
    /// Its URL with its version.
    pub label: String,
    /// The FHIR type that it is about.
    pub kind: String,
    /// What it is built on.
    pub base: Option<String>,
    /// What it requires, an element after the other.
    pub sentences: Vec<String>,
}

impl Catalogue {
    /// What a profile requires beyond its FHIR type; none where it cannot be compiled.
    #[must_use]
    pub fn explain(&self, url: &str) -> Option<Explained> {
        let plan = self.library.plan(bare(url))?;
        let kind = self.library.type_plan(&plan.kind)?;
        let mut sentences = Vec::new();
        pairs::walk(
            (&self.library, &kind.root),
            (&self.library, &plan.root),
            &mut |path, base, node| element::required(path, base, node, &mut sentences),
        );
        Some(Explained {
            label: plan.label.to_string(),
            kind: plan.kind.to_string(),
            base: plan.base.as_deref().map(str::to_owned),
            sentences,
        })
    }

    /// What would be refused and what allowed if the profile of that URL were as it is in
    /// `newer`, and not as it is here; none where one of the two does not know it.
    #[must_use]
    pub fn changes(&self, newer: &Self, url: &str) -> Option<Changes> {
        let plan = |catalogue: &Self| -> Option<Arc<Plan>> { catalogue.library.plan(bare(url)) };
        let (old, new) = (plan(self)?, plan(newer)?);
        Some(changes::between(
            (&self.library, &old),
            (&newer.library, &new),
        ))
    }
}

#[cfg(test)]
mod tests;
