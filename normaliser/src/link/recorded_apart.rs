//! Rule `recorded-apart`: tumours of one organ that are recorded each for itself.
//!
//! Apart are the sides of a paired organ, histologies of different groups, and in colon
//! and skin different sub-sites. Source: IARC/IACR/ENCR (2004), rule 4 (histology groups of
//! table 2; blood and Kaposi sarcoma once a group) and the recommendations on recording
//! (sides; C18 and C44 by the fourth character; ovary, Wilms tumour and retinoblastoma
//! once). Time does not matter. What says too little to belong to one of several tumours
//! for sure waits for a registrar; so does an organ where nothing says enough.

use std::collections::{BTreeMap, BTreeSet};

use caseway_proto::SubmissionId;

use super::arranging::{Arranging, Gathering, called};
use super::same_organ::founds;
use crate::arrangement::{Placed, Reason};
use crate::terms::{berg, organ};

/// What tells tumours of one organ apart: side, histology group, sub-site.
type Marks<'f> = [Option<&'f str>; 3];

/// Founds the tumours of an organ that has been diagnosed.
pub(super) fn found<'f>(organ: &str, events: Vec<Placed<'f>>, arranged: &mut Arranging<'f>) {
    let Some((marked, relevant)) = apart(organ, &events) else {
        let group = Gathering::of(organ.to_owned(), String::new(), &events, "same-organ");
        return arranged.tumours.push(group);
    };
    let tumours = tumours(&events, &marked);
    if !tumours.iter().any(is_whole(relevant)) {
        let reason = undecided(organ, relevant);
        return arranged.contest(organ.to_owned(), reason, events);
    }
    let mut sorted: BTreeMap<Option<&Marks<'_>>, Vec<Placed<'f>>> = BTreeMap::new();
    for (placed, marks) in events.iter().zip(&marked) {
        let owner = owner(&tumours, marks);
        sorted.entry(owner).or_default().push(*placed);
        if owner.is_none() {
            let agreeing = tumours.iter().filter(|tumour| agree(tumour, marks));
            let names = agreeing.map(|tumour| called(organ, &name(tumour)));
            arranged.between.push((*placed, names.collect()));
        }
    }
    for (owner, events) in sorted {
        match owner {
            Some(marks) => {
                let group = Gathering::of(organ.to_owned(), name(marks), &events, "recorded-apart");
                arranged.tumours.push(group);
            }
            None => arranged.review(which(organ), events),
        }
    }
}

/// What each fact says of the marks in which tumours differ, and which those are; `None`
/// where there is but one tumour.
fn apart<'f>(organ: &str, events: &[Placed<'f>]) -> Option<(Vec<Marks<'f>>, [bool; 3])> {
    let own: Vec<_> = events.iter().map(|placed| marks(organ, placed)).collect();
    // A specimen passes on what others say of it: where nobody differs, nobody will.
    if !differing(own.iter()).contains(&true) {
        return None;
    }
    let marked = marked(events, &own);
    let relevant = differing(founding(events, &marked));
    let only = |marks: Marks<'f>| std::array::from_fn(|at| marks[at].filter(|_| relevant[at]));
    let apart = relevant.contains(&true);
    apart.then(|| (marked.into_iter().map(only).collect(), relevant))
}

/// What each fact says, by itself or by the specimens that it shares with others.
///
/// Reports on one specimen are about one tumour: where they disagree, nothing is said. Only
/// a report that itself names several tumours in a specimen is taken at its word.
fn marked<'f>(events: &[Placed<'f>], own: &[Marks<'f>]) -> Vec<Marks<'f>> {
    let mut by_specimen: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, placed) in events.iter().enumerate() {
        for number in &placed.event.clue.specimens {
            by_specimen.entry(number).or_default().push(index);
        }
    }
    let mut told: BTreeMap<&[String], [Said<'f>; 3]> = BTreeMap::new();
    let completed = events.iter().zip(own).map(|(placed, marks)| {
        let numbers = placed.event.clue.specimens.as_slice();
        let told = told.entry(numbers).or_insert_with(|| {
            let sharing = numbers.iter().flat_map(|one| &by_specimen[one.as_str()]);
            let sharing: BTreeSet<usize> = sharing.copied().collect();
            std::array::from_fn(|at| {
                agreed(
                    sharing
                        .iter()
                        .map(|&one| (events[one].facts.submission, own[one][at])),
                )
            })
        });
        std::array::from_fn(|at| match told[at] {
            Said::One(mark) => Some(mark),
            Said::Disputed => None,
            Said::Each => marks[at],
        })
    });
    completed.collect()
}

/// What the facts on some specimens say of a mark.
enum Said<'f> {
    /// All who say anything say this.
    One(&'f str),
    /// Reports disagree.
    Disputed,
    /// Nobody says any, or one report says several: each is taken at its word.
    Each,
}

fn agreed<'f>(said: impl Iterator<Item = (SubmissionId, Option<&'f str>)>) -> Said<'f> {
    let spoken: BTreeSet<_> = said.filter_map(|(who, mark)| Some((who, mark?))).collect();
    let reports: BTreeSet<_> = spoken.iter().map(|(who, _)| who).collect();
    let marks: BTreeSet<_> = spoken.iter().map(|(_, mark)| *mark).collect();
    match marks.first() {
        None => Said::Each,
        Some(mark) if marks.len() == 1 => Said::One(mark),
        Some(_) if reports.len() < spoken.len() => Said::Each,
        Some(_) => Said::Disputed,
    }
}

fn marks<'f>(organ: &str, placed: &Placed<'f>) -> Marks<'f> {
    let clue = &placed.event.clue;
    let morphology = clue.morphology.as_deref();
    let side = clue.laterality.as_deref().filter(|side| {
        matches!(*side, "left" | "right") && organ::is_recorded_by_side(organ, morphology)
    });
    let subsite = clue.topography.as_deref().filter(|topography| {
        organ::is_recorded_by_subsite(organ) && !organ::is_vague_subsite(topography)
    });
    let specific = placed.histology.filter(|&group| !berg::unspecified(group));
    [side, specific.map(berg::name), subsite]
}

/// In which marks some differ.
fn differing<'m, 'f: 'm>(said: impl Iterator<Item = &'m Marks<'f>>) -> [bool; 3] {
    let (mut first, mut differ) = (Marks::default(), [false; 3]);
    for marks in said {
        for at in 0..marks.len() {
            match (first[at], marks[at]) {
                (Some(one), Some(other)) => differ[at] |= one != other,
                (None, mark) => first[at] = mark,
                (Some(_), None) => {}
            }
        }
    }
    differ
}

/// What those say that found tumours.
fn founding<'m, 'f>(
    events: &'m [Placed<'f>],
    marked: &'m [Marks<'f>],
) -> impl Iterator<Item = &'m Marks<'f>> {
    let founding = events.iter().zip(marked);
    let founding = founding.filter(|(placed, _)| founds(placed));
    founding.map(|(_, marks)| marks)
}

/// The tumours: those that say all, then what contradicts each of them.
fn tumours<'f>(events: &[Placed<'f>], marked: &[Marks<'f>]) -> BTreeSet<Marks<'f>> {
    let said: BTreeSet<&Marks<'f>> = founding(events, marked).collect();
    let mut said: Vec<&Marks<'f>> = said.into_iter().collect();
    said.sort_by_key(|marks| marks.iter().flatten().count());
    let mut tumours: BTreeSet<Marks<'f>> = BTreeSet::new();
    for marks in said.into_iter().rev() {
        if marks.iter().flatten().next().is_some()
            && !tumours.iter().any(|tumour| agree(tumour, marks))
        {
            tumours.insert(*marks);
        }
    }
    tumours
}

fn agree(one: &Marks<'_>, other: &Marks<'_>) -> bool {
    let mut pairs = one.iter().zip(other);
    pairs.all(|(one, other)| one.is_none() || other.is_none() || one == other)
}

fn is_whole(relevant: [bool; 3]) -> impl Fn(&Marks<'_>) -> bool {
    move |marks| {
        marks
            .iter()
            .zip(relevant)
            .all(|(mark, relevant)| mark.is_some() == relevant)
    }
}

/// The one tumour that a fact agrees with, where it says nothing that the tumour does not.
fn owner<'t, 'f>(tumours: &'t BTreeSet<Marks<'f>>, marks: &Marks<'_>) -> Option<&'t Marks<'f>> {
    let mut agreeing = tumours.iter().filter(|tumour| agree(tumour, marks));
    let owner = agreeing.next().filter(|_| agreeing.next().is_none())?;
    let mut pairs = owner.iter().zip(marks);
    pairs
        .all(|(of_tumour, said)| said.is_none() || of_tumour.is_some())
        .then_some(owner)
}

fn name(marks: &Marks<'_>) -> String {
    let said: Vec<&str> = marks.iter().flatten().copied().collect();
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
