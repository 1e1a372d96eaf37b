//! Rule `recorded-apart`: tumours of one organ that are recorded each for itself.
//!
//! Apart are the sides of a paired organ, histologies of different groups, and in colon
//! and skin different sub-sites. Source: IARC/IACR/ENCR (2004), rule 4 (histology groups of
//! table 2; blood and Kaposi sarcoma once a group) and the recommendations on recording
//! (sides; C18 and C44 by the fourth character; ovary, Wilms tumour and retinoblastoma
//! once). Time does not matter. What says too little to belong to one of several tumours
//! for sure waits for a registrar; so does an organ where nothing says enough.

use std::collections::{BTreeMap, BTreeSet};

use caseway_store::Facts;

use super::arrangement::{Arrangement, Group, Placed, Reason, called};
use super::same_organ::founds;
use crate::terms::{berg, organ};

/// What tells tumours of one organ apart: side, histology group, sub-site.
type Marks = [Option<String>; 3];

/// Founds the tumours of an organ that has been diagnosed.
pub(super) fn found<'f>(organ: String, events: Vec<Placed<'f>>, arranged: &mut Arrangement<'f>) {
    let marked = marked(&organ, &events);
    let relevant = relevant(&events, &marked);
    if !relevant.contains(&true) {
        arranged
            .tumours
            .push(Group::of(organ, String::new(), &events, "same-organ"));
        return;
    }
    let marked: Vec<Marks> = marked.iter().map(|marks| only(marks, relevant)).collect();
    let tumours = tumours(&events, &marked);
    if !tumours.iter().any(is_whole(relevant)) {
        let reason = undecided(&organ, relevant);
        return arranged.contest(organ, reason, events);
    }
    let mut sorted: BTreeMap<Option<&Marks>, Vec<Placed<'f>>> = BTreeMap::new();
    for (placed, marks) in events.iter().zip(&marked) {
        let owner = owner(&tumours, marks);
        sorted.entry(owner).or_default().push(*placed);
        if owner.is_none() {
            let agreeing = tumours.iter().filter(|tumour| agree(tumour, marks));
            let names = agreeing.map(|tumour| called(&organ, &name(tumour)));
            arranged.between.push((*placed, names.collect()));
        }
    }
    for (owner, events) in sorted {
        match owner {
            Some(marks) => {
                let group = Group::of(organ.clone(), name(marks), &events, "recorded-apart");
                arranged.tumours.push(group);
            }
            None => arranged.review(which(&organ), events),
        }
    }
}

/// What each fact says, by itself or by the specimen that it shares with others.
///
/// Reports on one specimen are about one tumour: where they disagree, nothing is said. Only
/// a report that itself names several tumours in a specimen is taken at its word.
fn marked(organ: &str, events: &[Placed<'_>]) -> Vec<Marks> {
    let own: Vec<Marks> = events.iter().map(|placed| marks(organ, placed)).collect();
    let mut by_specimen: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, placed) in events.iter().enumerate() {
        for number in &placed.event.clue.specimens {
            by_specimen.entry(number).or_default().push(index);
        }
    }
    let completed = |(index, placed): (usize, &Placed<'_>)| -> Marks {
        let numbers = placed.event.clue.specimens.iter();
        let sharing: BTreeSet<usize> = numbers
            .flat_map(|number| &by_specimen[number.as_str()])
            .copied()
            .collect();
        let said = |at: usize| {
            let said = sharing
                .iter()
                .map(|&other| (events[other].facts, own[other][at].as_ref()));
            agreed(&said.collect::<Vec<_>>())
        };
        std::array::from_fn(|at| match said(at) {
            Said::One(mark) => Some(mark),
            Said::Disputed => None,
            Said::Each => own[index][at].clone(),
        })
    };
    events.iter().enumerate().map(completed).collect()
}

/// What the facts on a specimen say of a mark.
enum Said {
    /// All who say anything say this.
    One(String),
    /// Reports disagree.
    Disputed,
    /// Nobody says any, or one report says several: each is taken at its word.
    Each,
}

fn agreed(said: &[(&Facts, Option<&String>)]) -> Said {
    let spoken: BTreeSet<&String> = said.iter().filter_map(|(_, mark)| *mark).collect();
    let of_one = |facts: &Facts| {
        let own = said.iter().filter(|(other, _)| std::ptr::eq(*other, facts));
        own.filter_map(|(_, mark)| *mark)
            .collect::<BTreeSet<_>>()
            .len()
    };
    let mut all = spoken.iter();
    match (all.next(), all.next()) {
        (None, _) => Said::Each,
        (Some(one), None) => Said::One((*one).clone()),
        _ if said.iter().any(|(facts, _)| of_one(facts) > 1) => Said::Each,
        _ => Said::Disputed,
    }
}

fn marks(organ: &str, placed: &Placed<'_>) -> Marks {
    let clue = &placed.event.clue;
    let morphology = clue.morphology.as_deref();
    let group = morphology.and_then(berg::group);
    let side = clue.laterality.as_deref().filter(|side| {
        organ::is_recorded_by_side(organ, morphology) && matches!(*side, "left" | "right")
    });
    let subsite = clue.topography.as_deref().filter(|topography| {
        organ::is_recorded_by_subsite(organ) && !organ::is_vague_subsite(topography)
    });
    [
        side.map(str::to_owned),
        group
            .filter(|&group| !berg::unspecified(group))
            .map(|group| format!("group {group}")),
        subsite.map(str::to_owned),
    ]
}

/// Which marks differ among what founds tumours.
fn relevant(events: &[Placed<'_>], marked: &[Marks]) -> [bool; 3] {
    std::array::from_fn(|at| {
        let founding = events
            .iter()
            .zip(marked)
            .filter(|(placed, _)| founds(placed));
        let said: BTreeSet<&String> = founding
            .filter_map(|(_, marks)| marks[at].as_ref())
            .collect();
        said.len() > 1
    })
}

fn only(marks: &Marks, relevant: [bool; 3]) -> Marks {
    std::array::from_fn(|at| marks[at].clone().filter(|_| relevant[at]))
}

/// The tumours: those that say all, then what contradicts each of them.
fn tumours(events: &[Placed<'_>], marked: &[Marks]) -> BTreeSet<Marks> {
    let founding = events
        .iter()
        .zip(marked)
        .filter(|(placed, _)| founds(placed));
    let said: BTreeSet<&Marks> = founding.map(|(_, marks)| marks).collect();
    let mut said: Vec<&Marks> = said.into_iter().collect();
    said.sort_by_key(|marks| marks.iter().flatten().count());
    let mut tumours: BTreeSet<Marks> = BTreeSet::new();
    for marks in said.into_iter().rev() {
        if marks.iter().flatten().next().is_some()
            && !tumours.iter().any(|tumour| agree(tumour, marks))
        {
            tumours.insert(marks.clone());
        }
    }
    tumours
}

fn agree(one: &Marks, other: &Marks) -> bool {
    let mut pairs = one.iter().zip(other);
    pairs.all(|(one, other)| one.is_none() || other.is_none() || one == other)
}

fn is_whole(relevant: [bool; 3]) -> impl Fn(&Marks) -> bool {
    move |marks| {
        marks
            .iter()
            .zip(relevant)
            .all(|(mark, relevant)| mark.is_some() == relevant)
    }
}

/// The one tumour that a fact agrees with, where it says nothing that the tumour does not.
fn owner<'t>(tumours: &'t BTreeSet<Marks>, marks: &Marks) -> Option<&'t Marks> {
    let mut agreeing = tumours.iter().filter(|tumour| agree(tumour, marks));
    let owner = agreeing.next().filter(|_| agreeing.next().is_none())?;
    let mut pairs = owner.iter().zip(marks);
    pairs
        .all(|(of_tumour, said)| said.is_none() || of_tumour.is_some())
        .then_some(owner)
}

fn name(marks: &Marks) -> String {
    let said: Vec<&str> = marks.iter().flatten().map(String::as_str).collect();
    said.join(", ")
}

fn undecided(organ: &str, relevant: [bool; 3]) -> Reason {
    let (word, what) = match relevant {
        [true, ..] => ("two-sides", "the right side and the left"),
        [_, true, _] => (
            "two-histologies",
            "histologies that are counted as different tumours",
        ),
        _ => (
            "two-subsites",
            "sub-sites that are recorded as different tumours",
        ),
    };
    Reason {
        word,
        sentence: format!(
            "Reports about {organ} name {what}, and none says enough to tell them apart. Decide \
             which facts belong to which tumour."
        ),
    }
}

fn which(organ: &str) -> Reason {
    Reason {
        word: "which-tumour-of-organ",
        sentence: format!(
            "The person has more than one tumour of {organ}, and these facts do not tell which \
             they belong to."
        ),
    }
}
