//! `CaseEvent`s → Linkage: which tumour each fact belongs to, and what is undecided.
//!
//! A pure function of the set of recorded versions: neither their order nor the
//! pages they came in matter. Linkage never guesses: what a rule does not decide
//! waits in a Review with the reason a registrar reads. One rule a file.

mod arranging;
mod between;
mod case;
mod in_words;
mod only_tumour;
mod overruled;
mod recorded_apart;
mod ruled;
mod rulings;
mod same_organ;
mod shared_specimen;
mod unknown_person;
mod unspecified_site;
pub mod verbs;
mod versions;
mod whole_person;

use caseway_proto::{Case, Person};
use caseway_store::{Facts, RulingEntry};

use arranging::Arranging;
pub(crate) use case::case;
pub use in_words::in_words;
pub(crate) use rulings::Rulings;
pub use rulings::stands;
pub(crate) use versions::counting;

use crate::arrangement::{Arrangement, Ready, ready};

/// The Case of a Person, from every recorded version of every Report that was ever
/// recorded for them, where no registrar has ruled; `None` when no version counts.
///
/// `facts` may hold versions of other Persons: a Report whose newest version is
/// about another Person counts there, not here.
#[must_use]
pub fn link(person: &Person, facts: &[Facts]) -> Option<Case> {
    link_ruled(person, facts, &[])
}

/// The same, as registrars have ruled. `facts` also holds the versions of those whose
/// Reports are ruled to be about this Person.
#[must_use]
pub fn link_ruled(person: &Person, facts: &[Facts], rulings: &[RulingEntry]) -> Option<Case> {
    let rulings = Rulings::new(rulings);
    let versions = ready(facts);
    let counting = counting(person, &versions, &rulings);
    case(person, &counting, &arrangement(person, &counting, &rulings))
}

/// The tumours and reviews of a Person, from the versions that count.
pub(crate) fn arrangement<'f>(
    person: &Person,
    counting: &[&Ready<'f>],
    rulings: &Rulings,
) -> Arrangement<'f> {
    let mut arranged = Arranging::default();
    if person.is_unknown() {
        unknown_person::set_aside(counting, &mut arranged);
    } else {
        place(counting, rulings, &mut arranged);
    }
    arranged.sign(person, rulings);
    overruled::tell(&mut arranged);
    arranged.finish()
}

fn place<'f>(counting: &[&Ready<'f>], rulings: &Rulings, arranged: &mut Arranging<'f>) {
    let (mut organs, without) = same_organ::sort(counting);
    unspecified_site::set_aside(&mut organs, arranged);
    same_organ::found(organs, arranged);
    let without = ruled::join(without, rulings, arranged);
    let without = shared_specimen::join(without, rulings, arranged);
    let without = whole_person::join(without, arranged);
    only_tumour::join(without, rulings, arranged);
}

#[cfg(test)]
mod tests;
