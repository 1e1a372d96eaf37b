//! Bundles: what leads where, and what FHIR says of them in words alone
//! (<http://hl7.org/fhir/R4/bundle.html>, <http://hl7.org/fhir/R4/documents.html>).
//!
//! Leaves out what FHIR says as invariants: bdl-1 to bdl-12 are run with the others.

mod contained;
mod entries;
mod index;
mod reach;

use serde_json::Value;

pub(super) use index::{Index, Target};

use crate::compile::Library;
use crate::read::Findings;

/// Checks a Bundle as a whole; another resource has nothing to check here.
pub(super) fn check(library: &Library, tree: &Value, index: &Index<'_>, findings: &mut Findings) {
    if tree["resourceType"] == "Bundle" {
        entries::check(library, tree, findings);
        reach::check(tree, index, findings);
    }
}

fn items<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value[key].as_array().into_iter().flatten()
}
