//! Rule `recorded-apart` once more, after rulings: what agreed with several tumours belongs to
//! the one that they are ruled to be. What is itself ruled together with others goes with
//! them.

use std::collections::{BTreeMap, BTreeSet};

use super::arranging::Arranging;
use super::rulings::Rulings;
use crate::arrangement::Placed;

/// Joins what waited between tumours that have become one; `became` says what each tumour
/// is called now.
pub(super) fn join(
    became: &BTreeMap<String, String>,
    rulings: &Rulings,
    arranged: &mut Arranging<'_>,
) {
    let between = std::mem::take(&mut arranged.between);
    let settled: Vec<_> = between
        .into_iter()
        .filter(|(placed, _)| rulings.bound(placed).is_none())
        .filter_map(|(placed, names)| Some((placed, one(&names, became)?)))
        .collect();
    for (placed, name) in &settled {
        let mut others = settled.iter().filter(|(_, other)| other == name);
        if !others.any(|(other, _)| rulings.keep_apart(placed, other)) {
            move_to(name, *placed, rulings, arranged);
        }
    }
}

/// What several tumours have become, where that is one.
fn one<'b>(names: &BTreeSet<String>, became: &'b BTreeMap<String, String>) -> Option<&'b str> {
    let now: Option<BTreeSet<&str>> = names
        .iter()
        .map(|name| became.get(name).map(String::as_str))
        .collect();
    let mut now = now.filter(|now| now.len() == 1 && names.len() > 1)?;
    now.pop_first()
}

/// Takes a fact from where it waits to a tumour.
fn move_to<'f>(name: &str, placed: Placed<'f>, rulings: &Rulings, arranged: &mut Arranging<'f>) {
    let mut tumours = arranged.tumours.iter_mut();
    let Some(tumour) = tumours.find(|tumour| tumour.name() == name) else {
        return;
    };
    if tumour.forbids(&placed, rulings) {
        return;
    }
    let is_it = |other: &mut Placed<'f>| std::ptr::eq(other.event, placed.event);
    for waiting in arranged.reviews.values_mut() {
        let taken = waiting.extract_if(.., is_it);
        let taken = taken.map(|placed| (placed, "recorded-apart"));
        tumour.events.extend(taken);
    }
}
