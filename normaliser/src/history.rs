//! What became of a Case over time: what was owed for it, and where its Reports belonged.
//!
//! The Person's versions are taken one after the other in the order of the Journal, and
//! after each the tumours are seen as they stood then. So the answer as of a Position is the
//! same whenever it is asked.
//!
//! # Current limitations
//!
//! An Entry that was held back counts from its own Position, not from the decision
//! that released it. A ruling counts from the beginning: what a tumour is ruled not to be
//! was never owed for it, and it never belonged there.

use caseway_profiles::registry::Scopes;
use caseway_proto::{Expectation, Person, Rerouting, SenderId};
use caseway_store::Facts;

use crate::arrangement::{Arrangement, Ready, ready};
use crate::expect::Debts;
use crate::link::{self, Rulings, arrangement};
use crate::reroute::Routes;
use crate::{consolidate, route};

/// What is told of a Case's past.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct History {
    /// What is and was owed.
    pub(crate) expectations: Vec<Expectation>,
    /// Which Reports came to belong elsewhere, and who sent each.
    pub(crate) reroutings: Vec<(SenderId, Rerouting)>,
}

/// What is and was owed for a Person's Case, from every recorded version.
#[must_use]
pub fn owed(person: &Person, facts: &[Facts], scopes: &Scopes) -> Vec<Expectation> {
    let versions = ready(facts);
    let rulings = Rulings::default();
    let arranged = arrangement(
        person,
        &link::counting(person, &versions, &rulings),
        &rulings,
    );
    history(person, (&versions, &rulings), &arranged, scopes).expectations
}

/// The past of a Case, from versions that stand in several places, as registrars have ruled;
/// `arranged` is what all of them together come to.
pub(crate) fn history<'f>(
    person: &Person,
    (versions, rulings): (&[Ready<'f>], &Rulings),
    arranged: &Arrangement<'f>,
    scopes: &'f Scopes,
) -> History {
    let mut order: Vec<_> = versions.iter().collect();
    order.sort_by_key(|version| (version.facts.position, version.facts.submission));
    let (mut debts, mut routes) = (Debts::default(), Routes::default());
    for (before, &Ready { facts, .. }) in order.iter().enumerate() {
        let so_far = &order[..=before];
        let counting = link::counting(person, so_far.iter().copied(), rulings);
        let sex = consolidate::sex(&counting);
        let then;
        let arranged = if so_far.len() == order.len() {
            arranged
        } else {
            then = arrangement(person, &counting, rulings);
            &then
        };
        let tumours = route::stood(arranged, sex.as_ref(), scopes);
        debts.turn(facts, &tumours, scopes);
        routes.turn(facts, &tumours, scopes);
    }
    History {
        expectations: debts.tell(person, arranged, rulings),
        reroutings: routes.tell(person),
    }
}
