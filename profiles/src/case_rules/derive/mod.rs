//! Fields that follow from others: what no path can say, a file a subject.
//!
//! Each names what it follows from, its rule and its source, so that a Case can show
//! where a derived value comes from. A derivation runs only when all it needs is there,
//! and never guesses: what a table does not have gives nothing.

mod age;
mod childhood;
mod codes;
mod dose;
mod extent;
mod family;
mod icd10;
mod prognosis;
mod scores;
mod stage;
mod tables;
mod tumour_size;

use serde_json::Value;

use super::view::{CaseView, Fields};

/// A derived field.
#[derive(Debug)]
pub struct Derivation {
    /// The field.
    pub field: &'static str,
    /// What it follows from; it is pointed at where the first of these stands.
    pub from: &'static [&'static str],
    /// Where the reckoning comes from.
    pub source: &'static str,
    run: fn(&Fields) -> Option<Value>,
}

/// All of them, those first that others follow from.
const ALL: [&[Derivation]; 11] = [
    codes::ALL,
    age::ALL,
    family::ALL,
    icd10::ALL,
    scores::ALL,
    tumour_size::ALL,
    extent::ALL,
    stage::ALL,
    dose::ALL,
    prognosis::ALL,
    childhood::ALL,
];

/// All derivations.
pub fn derivations() -> impl Iterator<Item = &'static Derivation> {
    ALL.into_iter().flatten()
}

/// Adds to a view what follows from it; what a report says itself stays as said.
pub(super) fn all<P: Clone>(view: &mut CaseView<P>) {
    for derivation in derivations() {
        let Some(place) = derivation.from.iter().find_map(|field| view.place(field)) else {
            continue;
        };
        if view.get(derivation.field).is_none()
            && let Some(value) = (derivation.run)(view)
        {
            let place = place.clone();
            view.add(derivation.field, value, place);
        }
    }
}

#[cfg(test)]
mod tests;
