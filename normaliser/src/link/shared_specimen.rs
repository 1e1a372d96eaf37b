//! Rule `shared-specimen`: facts on a specimen belong where another report on the
//! same laboratory's same number belongs, unless it is ruled not to belong there.

use std::collections::{BTreeMap, BTreeSet};

use super::arranging::Arranging;
use super::ruled;
use super::rulings::Rulings;
use crate::arrangement::{Placed, Reason};

/// Where a specimen number was seen.
type Seen = BTreeMap<String, BTreeSet<String>>;

/// Joins what it can and gives back the rest.
pub(super) fn join<'f>(
    events: Vec<Placed<'f>>,
    rulings: &Rulings,
    arranged: &mut Arranging<'f>,
) -> Vec<Placed<'f>> {
    if events.is_empty() {
        return events;
    }
    let seen = seen(arranged);
    let tumours = tumours(&events, &seen, rulings, arranged);
    let mut known = Vec::new();
    let mut rest = Vec::new();
    for (placed, tumours) in events.into_iter().zip(tumours) {
        match tumours.len() {
            0 => rest.push(placed),
            1 => known.extend(tumours.into_iter().map(|name| (name, placed))),
            _ => arranged.review(ambiguous(), vec![placed]),
        }
    }
    for (name, placed) in &known {
        let mut others = known.iter().filter(|(other, _)| other == name);
        if others.any(|(_, other)| rulings.keep_apart(placed, other)) {
            arranged.review(ruled::apart(), vec![*placed]);
        } else {
            put(arranged, name, *placed);
        }
    }
    rest
}

/// Where each fact's specimens were seen; what is ruled together goes by the specimens of all
/// of it.
fn tumours<'s>(
    events: &[Placed<'_>],
    seen: &'s Seen,
    rulings: &Rulings,
    arranged: &Arranging<'_>,
) -> Vec<BTreeSet<&'s str>> {
    let own = |placed: &Placed<'_>| -> BTreeSet<&'s str> {
        let numbers = placed.event.clue.specimens.iter();
        let names = numbers.filter_map(|one| seen.get(one)).flatten();
        let names = names.map(String::as_str);
        names
            .filter(|name| !forbidden(name, placed, rulings, arranged))
            .collect()
    };
    let mut bound: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for placed in events {
        if let Some(component) = rulings.bound(placed) {
            bound.entry(component).or_default().extend(own(placed));
        }
    }
    let of_all = |placed| bound.get(&rulings.bound(placed)?).cloned();
    let each = events.iter();
    each.map(|placed| of_all(placed).unwrap_or_else(|| own(placed)))
        .collect()
}

fn forbidden(name: &str, placed: &Placed<'_>, rulings: &Rulings, arranged: &Arranging<'_>) -> bool {
    let mut tumours = arranged.tumours.iter();
    let tumour = tumours.find(|tumour| tumour.name() == name);
    tumour.is_some_and(|tumour| tumour.forbids(placed, rulings))
}

/// The tumours of each specimen number, contested organs included.
fn seen(arranged: &Arranging<'_>) -> Seen {
    let mut seen = Seen::new();
    let settled = arranged.tumours.iter().flat_map(|tumour| {
        let facts = tumour.events.iter();
        let name = tumour.name();
        facts.map(move |(placed, _)| (name.clone(), *placed))
    });
    let contested = arranged.contested.iter().flat_map(|(organ, reason)| {
        let waiting = arranged.reviews.get(reason).into_iter().flatten();
        waiting.map(move |placed| (organ.clone(), *placed))
    });
    for (name, placed) in settled.chain(contested) {
        for number in &placed.event.clue.specimens {
            seen.entry(number.clone()).or_default().insert(name.clone());
        }
    }
    seen
}

fn put<'f>(arranged: &mut Arranging<'f>, name: &str, placed: Placed<'f>) {
    let tumour = arranged
        .tumours
        .iter_mut()
        .find(|tumour| tumour.name() == name);
    if let Some(tumour) = tumour {
        tumour.events.push((placed, "shared-specimen"));
    } else if let Some(reason) = arranged.contested.get(name).cloned() {
        arranged.review(reason, vec![placed]);
    }
}

fn ambiguous() -> Reason {
    Reason {
        word: "specimen-of-two-tumours",
        sentence: "A specimen number stands in reports about different tumours. Decide which \
                   tumour these facts belong to."
            .to_owned(),
    }
}
