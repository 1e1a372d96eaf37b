//! Rule `ruling`: what a registrar has ruled goes before what the other rules make of it.
//!
//! What is ruled to be one tumour is one, and the tumours that the rules put its facts in
//! are one with it. Where rules have put into one tumour what is ruled apart, each ruled
//! part is a tumour of its own, and what nobody has ruled about waits for a registrar,
//! unless it shares a specimen with one of them. A death belongs to every tumour, whatever
//! is ruled.

use std::collections::{BTreeMap, BTreeSet};

use caseway_proto::Noun;

use super::arranging::{Arranging, Gathering};
use super::between;
use super::rulings::Rulings;
use super::same_organ::founds;
use super::shared_specimen;
use crate::arrangement::{Placed, Reason};
use crate::terms::organ;

/// The word by which a fact's place is explained.
const RULING: &str = "ruling";

/// Facts that no tumour has yet, each with the reason it waits for.
type Loose<'f> = BTreeMap<usize, Vec<(Placed<'f>, Option<Reason>)>>;

/// Tumours that rulings join, with what is ruled about in them.
#[derive(Default)]
struct Cluster<'f> {
    groups: Vec<Gathering<'f>>,
    components: BTreeSet<usize>,
}

/// Arranges what is ruled about, and gives back what has no place yet.
pub(super) fn join<'f>(
    without: Vec<Placed<'f>>,
    rulings: &Rulings,
    arranged: &mut Arranging<'f>,
) -> Vec<Placed<'f>> {
    if rulings.is_silent() {
        return without;
    }
    let (mut loose, mut without) = loosen(without, rulings, arranged);
    let mut waiting = Vec::new();
    let mut became = BTreeMap::new();
    for cluster in clusters(rulings, arranged, loose.keys().copied()) {
        let own = cluster
            .components
            .iter()
            .filter_map(|one| loose.remove(one));
        let own: Vec<_> = own.flatten().collect();
        if cluster.groups.is_empty() {
            without.extend(found(own, arranged));
            continue;
        }
        let own = own.into_iter().map(|(placed, _)| placed);
        let sides = sides(&cluster, rulings);
        if sides.is_empty() {
            let names: Vec<_> = cluster.groups.iter().map(Gathering::name).collect();
            let united = unite(cluster, own, rulings);
            became.extend(names.into_iter().map(|name| (name, united.name())));
            arranged.tumours.push(united);
        } else {
            waiting.extend(divide(cluster, (sides, own), rulings, arranged));
        }
    }
    let deaths = waiting.extract_if(.., |placed| placed.event.noun == Noun::Death);
    without.extend(deaths);
    between::join(&became, rulings, arranged);
    arranged.forget_empty_reviews();
    let waiting = shared_specimen::join(waiting, rulings, arranged);
    arranged.review_some(apart(), waiting);
    without
}

/// Why facts wait that rulings leave no place for.
pub(super) fn apart() -> Reason {
    Reason {
        word: "ruled-apart",
        sentence: "A registrar has ruled tumours apart, and these facts do not tell which of \
                   them they belong to. Rule about these too."
            .to_owned(),
    }
}

/// Takes what is ruled together out of what waits.
fn loosen<'f>(
    without: Vec<Placed<'f>>,
    rulings: &Rulings,
    arranged: &mut Arranging<'f>,
) -> (Loose<'f>, Vec<Placed<'f>>) {
    let mut loose = Loose::new();
    let mut rest = Vec::new();
    for placed in without {
        match rulings.bound(&placed) {
            Some(component) => loose.entry(component).or_default().push((placed, None)),
            None => rest.push(placed),
        }
    }
    for (reason, events) in &mut arranged.reviews {
        for placed in std::mem::take(events) {
            match rulings.bound(&placed) {
                Some(component) => {
                    let waiting = (placed, Some(reason.clone()));
                    loose.entry(component).or_default().push(waiting);
                }
                None => events.push(placed),
            }
        }
    }
    (loose, rest)
}

/// The tumours so far, those joined that a component has facts in; each component that
/// has facts in none stands alone.
fn clusters<'f>(
    rulings: &Rulings,
    arranged: &mut Arranging<'f>,
    loose: impl Iterator<Item = usize>,
) -> Vec<Cluster<'f>> {
    let mut clusters: Vec<Cluster<'f>> = loose
        .map(|component| Cluster {
            groups: Vec::new(),
            components: BTreeSet::from([component]),
        })
        .collect();
    for group in std::mem::take(&mut arranged.tumours) {
        let components = components(&group, rulings);
        let joins = |cluster: &Cluster<'f>| {
            let mut shared = components.intersection(&cluster.components);
            shared.any(|one| rulings.is_together(*one))
        };
        let mut joined = Cluster::default();
        for cluster in clusters.extract_if(.., |cluster| joins(cluster)) {
            joined.groups.extend(cluster.groups);
            joined.components.extend(cluster.components);
        }
        joined.groups.push(group);
        joined.components.extend(components);
        clusters.push(joined);
    }
    clusters
}

fn components(group: &Gathering<'_>, rulings: &Rulings) -> BTreeSet<usize> {
    let facts = group.events.iter().map(|(placed, _)| placed);
    let facts = facts.filter(|placed| placed.event.noun != Noun::Death);
    facts
        .filter_map(|placed| rulings.component(placed))
        .collect()
}

/// The components of a cluster that are apart from another one of it.
fn sides(cluster: &Cluster<'_>, rulings: &Rulings) -> BTreeSet<usize> {
    let all = &cluster.components;
    let is_side = |one: &usize| all.iter().any(|other| rulings.are_apart(*one, *other));
    all.iter().copied().filter(is_side).collect()
}

/// Makes a tumour of each side, and gives back what is of none.
fn divide<'f>(
    cluster: Cluster<'f>,
    (sides, loose): (BTreeSet<usize>, impl Iterator<Item = Placed<'f>>),
    rulings: &Rulings,
    arranged: &mut Arranging<'f>,
) -> Vec<Placed<'f>> {
    let settled = cluster.groups.into_iter().flat_map(|group| group.events);
    let all = settled.map(|(placed, _)| placed).chain(loose);
    let mut by_side: BTreeMap<Option<usize>, Vec<Placed<'f>>> = BTreeMap::new();
    for placed in all {
        let side = rulings.component(&placed);
        let side = side.filter(|side| sides.contains(side) && placed.event.noun != Noun::Death);
        by_side.entry(side).or_default().push(placed);
    }
    let mut rest = by_side.remove(&None).unwrap_or_default();
    for events in by_side.into_values() {
        match tumour(&events) {
            Some(group) => arranged.tumours.push(group),
            None => rest.extend(events),
        }
    }
    rest
}

/// Founds a tumour that is ruled to be one; without a diagnosis its facts go back to
/// where they waited.
fn found<'f>(
    facts: Vec<(Placed<'f>, Option<Reason>)>,
    arranged: &mut Arranging<'f>,
) -> Vec<Placed<'f>> {
    let events: Vec<_> = facts.iter().map(|(placed, _)| *placed).collect();
    if let Some(group) = tumour(&events) {
        arranged.tumours.push(group);
        return Vec::new();
    }
    let mut without = Vec::new();
    for (placed, reason) in facts {
        match reason {
            Some(reason) => arranged.review(reason, vec![placed]),
            None => without.push(placed),
        }
    }
    without
}

/// A tumour of ruled facts, where one of them diagnoses it: of the first organ that is one.
fn tumour<'f>(events: &[Placed<'f>]) -> Option<Gathering<'f>> {
    let organs = events.iter().filter(|placed| founds(placed));
    let organs = organs.filter_map(|placed| placed.organ);
    let organ = organs.min_by_key(|organ| (organ::is_unspecified(organ), *organ))?;
    let reports = events.iter().map(|placed| {
        let facts = placed.facts;
        (facts.sender, &facts.report_key, &placed.event.clue)
    });
    let mark = reports.min().map(|(sender, report, clue)| {
        let told = [&clue.topography, &clue.morphology, &clue.laterality];
        let told: Vec<_> = told.into_iter().flatten().cloned().collect();
        format!("as ruled of {sender} {report} {}", told.join(" "))
    });
    Some(Gathering::of(organ.to_owned(), mark?, events, RULING))
}

/// One tumour of all that rulings join.
fn unite<'f>(
    cluster: Cluster<'f>,
    loose: impl Iterator<Item = Placed<'f>>,
    rulings: &Rulings,
) -> Gathering<'f> {
    let many = cluster.groups.len() > 1;
    let named = cluster.groups.iter();
    let named = named.map(|group| {
        (
            organ::is_unspecified(&group.organ),
            &group.organ,
            &group.mark,
        )
    });
    let (organ, mark) = named
        .min()
        .map_or_else(Default::default, |(_, organ, mark)| {
            (organ.clone(), mark.clone())
        });
    let mut united = Gathering::of(organ, mark, &[], RULING);
    for (placed, because) in cluster.groups.into_iter().flat_map(|group| group.events) {
        let ruled = rulings.component(&placed);
        let ruled = many && ruled.is_some_and(|one| rulings.is_together(one));
        united
            .events
            .push((placed, if ruled { RULING } else { because }));
    }
    united.events.extend(loose.map(|placed| (placed, RULING)));
    united
}
