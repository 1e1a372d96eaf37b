//! `CaseEvent`s → Linkage: which tumour each fact belongs to, and what is undecided.
//!
//! A pure function of the set of recorded versions: neither their order nor the
//! pages they came in matter. Linkage never guesses: what a rule does not decide
//! waits in a Review with the reason a registrar reads. One rule a file.

mod arrangement;
mod only_tumour;
mod recorded_apart;
mod same_organ;
mod shared_specimen;
mod unspecified_site;
mod versions;
mod whole_person;

use caseway_proto::{Case, Person};
use caseway_store::Facts;

pub(crate) use arrangement::{Arrangement, Group, Placed};

use crate::consolidate;

/// The Case of a Person, from every recorded version of every Report that was ever
/// recorded for them; `None` when no version counts.
///
/// `facts` may hold versions of other Persons: a Report whose newest version is
/// about another Person counts there, not here.
#[must_use]
pub fn link(person: &Person, facts: &[Facts]) -> Option<Case> {
    case(person, &facts.iter().collect::<Vec<_>>())
}

/// The same, from versions that stand in several places.
pub(crate) fn case(person: &Person, versions: &[&Facts]) -> Option<Case> {
    let counting = versions::counting(person, versions);
    if counting.is_empty() {
        return None;
    }
    let arranged = arrange(&counting);
    Some(consolidate::case(person, &counting, &arranged))
}

/// The tumours and reviews of a Person, from the versions that count.
pub(crate) fn arrangement<'f>(person: &Person, versions: &[&'f Facts]) -> Arrangement<'f> {
    arrange(&versions::counting(person, versions))
}

fn arrange<'f>(counting: &[&'f Facts]) -> Arrangement<'f> {
    let (mut organs, without) = same_organ::sort(counting);
    let mut arranged = Arrangement::default();
    unspecified_site::set_aside(&mut organs, &mut arranged);
    same_organ::found(organs, &mut arranged);
    let without = shared_specimen::join(without, &mut arranged);
    let without = whole_person::join(without, &mut arranged);
    only_tumour::join(without, &mut arranged);
    arranged.finish()
}

#[cfg(test)]
mod tests;
