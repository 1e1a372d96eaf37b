//! Expectations: what is owed for a Case, and since when.
//!
//! A rule looks at the tumours as they stand and says what is owed. To tell since
//! when, the Person's versions are taken one after the other in the order of the
//! Journal: what is owed first after an Entry was opened by it, what is owed no more
//! after an Entry was closed by it, whether that is the report itself, a correction or
//! a retraction. So the answer as of a Position is the same whenever it is asked.
//!
//! # Current limitations
//!
//! An Entry that was held back counts from its own Position, not from the decision
//! that released it. A ruling counts from the beginning: what a tumour is ruled not to be
//! was never owed for it.

mod due;
mod surgery;
mod work_up;

use std::collections::BTreeMap;

use caseway_proto::{CaseId, Expectation, Person, RegistryId};
use caseway_store::Facts;

use crate::link::{Arrangement, Group, Placed, Rulings, arrangement};

/// The kind of report from which the rules start.
const PATHOLOGY: &str = "pathology";

/// A debt as a rule sees it at one moment.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Debt {
    tumour: String,
    registry: RegistryId,
    kind: &'static str,
    rule: &'static str,
    responsible: Option<String>,
    event_date: Option<String>,
}

/// A rule: what one tumour owes as it stands.
type Rule = fn(&Group<'_>) -> Option<Debt>;

const RULES: [Rule; 2] = [work_up::owed, surgery::owed];

/// What is and was owed for a Person's Case, from every recorded version.
#[must_use]
pub fn owed(person: &Person, facts: &[Facts]) -> Vec<Expectation> {
    expectations(
        person,
        &facts.iter().collect::<Vec<_>>(),
        &Rulings::default(),
    )
}

/// The same, from versions that stand in several places, as registrars have ruled.
pub(crate) fn expectations(
    person: &Person,
    versions: &[&Facts],
    rulings: &Rulings,
) -> Vec<Expectation> {
    let starts =
        |version: &&Facts| version.kind.0 == PATHOLOGY && rulings.person_of(version) == *person;
    if !versions.iter().any(starts) {
        return Vec::new();
    }
    let mut order = versions.to_vec();
    order.sort_by_key(|version| (version.position, version.submission));
    let mut history = History::default();
    let mut arranged = Arrangement::default();
    for upto in 1..=order.len() {
        arranged = arrangement(person, &order[..upto], rulings);
        history.turn(order[upto - 1], &arranged);
    }
    history.tell(person, &arranged)
}

/// Debts over time.
#[derive(Default)]
struct History<'f> {
    open: BTreeMap<Debt, (u32, &'f Facts)>,
    closed: Vec<(Debt, (u32, &'f Facts), &'f Facts)>,
}

impl<'f> History<'f> {
    /// What one more version opens and closes.
    fn turn(&mut self, version: &'f Facts, arranged: &Arrangement<'_>) {
        let now: BTreeMap<Debt, u32> = (1..)
            .zip(&arranged.tumours)
            .flat_map(|(number, tumour)| {
                RULES
                    .iter()
                    .filter_map(move |rule| Some((rule(tumour)?, number)))
            })
            .collect();
        let gone = self.open.extract_if(.., |debt, _| !now.contains_key(debt));
        let gone = gone.map(|(debt, since)| (debt, since, version));
        self.closed.extend(gone);
        for (debt, number) in now {
            self.open.entry(debt).or_insert((number, version));
        }
    }

    /// Every debt as an Expectation, in the order in which they were opened.
    fn tell(self, person: &Person, arranged: &Arrangement<'_>) -> Vec<Expectation> {
        let open = self
            .open
            .into_iter()
            .map(|(debt, since)| (debt, since, None));
        let closed = self.closed.into_iter();
        let closed = closed.map(|(debt, since, by)| (debt, since, Some(by)));
        let mut all: Vec<_> = closed
            .chain(open)
            .map(|(debt, (number, cause), by)| {
                let number = number_of(&debt.tumour, arranged).unwrap_or(number);
                expectation(person, debt, (number, cause), by)
            })
            .collect();
        all.sort_by(|one, other| {
            (one.opened_at, one.tumour, &one.rule).cmp(&(
                other.opened_at,
                other.tumour,
                &other.rule,
            ))
        });
        all
    }
}

fn expectation(
    person: &Person,
    debt: Debt,
    (tumour, cause): (u32, &Facts),
    by: Option<&Facts>,
) -> Expectation {
    Expectation {
        case: CaseId::of(person),
        tumour,
        registry: debt.registry,
        kind: caseway_proto::ReportKind(debt.kind.to_owned()),
        responsible: debt.responsible,
        rule: debt.rule.to_owned(),
        cause: cause.submission,
        opened_at: cause.position,
        due: debt.event_date.as_deref().and_then(due::after),
        event_date: debt.event_date,
        closed_by: by.map(|version| version.submission),
        closed_at: by.map(|version| version.position),
    }
}

/// The number that the tumour of that name has now.
fn number_of(name: &str, arranged: &Arrangement<'_>) -> Option<u32> {
    (1..)
        .zip(&arranged.tumours)
        .find(|(_, tumour)| tumour.name() == name)
        .map(|(number, _)| number)
}

/// A debt that follows from a fact, to be paid with a kind of report.
fn debt(group: &Group<'_>, cause: Placed<'_>, kind: &'static str, rule: &'static str) -> Debt {
    Debt {
        tumour: group.name(),
        registry: cause.facts.registry.clone(),
        kind,
        rule,
        responsible: cause.facts.requester.clone(),
        event_date: cause.event.date.clone(),
    }
}

/// Whether a report of that kind is about the tumour.
fn has(group: &Group<'_>, kind: &str) -> bool {
    group
        .events
        .iter()
        .any(|(placed, _)| placed.facts.kind.0 == kind)
}

/// The laboratory's facts about a tumour, earliest first.
fn laboratory<'f>(group: &Group<'f>) -> Vec<Placed<'f>> {
    let mut facts: Vec<_> = group
        .events
        .iter()
        .map(|(placed, _)| *placed)
        .filter(|placed| placed.facts.kind.0 == PATHOLOGY)
        .collect();
    facts.sort_by_key(|placed| {
        let dated = placed.event.date.clone().unwrap_or_else(|| "9".to_owned());
        (dated, placed.facts.position, placed.event)
    });
    facts
}

#[cfg(test)]
mod tests;
