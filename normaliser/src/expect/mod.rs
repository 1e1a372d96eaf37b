//! Expectations: what is owed for a Case, and since when.
//!
//! The Registries' tables say which reports they wait for once they have learnt of
//! something; what that is, `trigger.rs` finds among a tumour's facts. What is owed first
//! after an Entry was opened by it, what is owed no more after an Entry was closed by it,
//! whether that is the report itself, a correction or a retraction. What somebody says is
//! not owed is told beside it, with when that was said and taken back.

mod due;
mod trigger;

use std::collections::BTreeMap;

use caseway_profiles::registry::{Owed, Scopes};
use caseway_proto::{CaseId, Expectation, Person, RegistryId, ReportKind, ShortText};
use caseway_store::Facts;

use trigger::Causes;

use crate::arrangement::{Arrangement, Group};
use crate::link::Rulings;
use crate::route::Stood;

/// A debt as it is seen at one moment.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Debt<'f> {
    tumour: String,
    registry: &'f RegistryId,
    kind: &'f str,
    rule: String,
    responsible: Option<String>,
    event_date: Option<ShortText>,
    due: Option<String>,
}

/// Debts over time.
#[derive(Default)]
pub(crate) struct Debts<'f> {
    open: BTreeMap<Debt<'f>, (u32, &'f Facts)>,
    closed: Vec<(Debt<'f>, (u32, &'f Facts), &'f Facts)>,
}

impl<'f> Debts<'f> {
    /// What one more version opens and closes.
    pub(crate) fn turn(
        &mut self,
        version: &'f Facts,
        tumours: &[Stood<'_, 'f>],
        scopes: &'f Scopes,
    ) {
        let now = debts(tumours, scopes);
        let gone = self.open.extract_if(.., |debt, _| !now.contains_key(debt));
        let gone = gone.map(|(debt, since)| (debt, since, version));
        self.closed.extend(gone);
        for (debt, number) in now {
            self.open.entry(debt).or_insert((number, version));
        }
    }

    /// Every debt as an Expectation, in the order in which they were opened.
    pub(crate) fn tell(
        self,
        person: &Person,
        arranged: &Arrangement<'_>,
        rulings: &Rulings,
    ) -> Vec<Expectation> {
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
                let waivers = rulings.waivers(cause, debt.registry, &debt.rule);
                Expectation {
                    waivers,
                    ..expectation(person, debt, (number, cause), by)
                }
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

/// What the tumours owe as they stand, each with the tumour's number.
fn debts<'f>(tumours: &[Stood<'_, 'f>], scopes: &'f Scopes) -> BTreeMap<Debt<'f>, u32> {
    let mut debts = BTreeMap::new();
    for tumour in tumours {
        let causes = trigger::causes(tumour.group);
        if causes.is_empty() {
            continue;
        }
        let belongs = &tumour.routed.registries;
        for &registry in belongs {
            let waits_for = scopes.owed(registry);
            let open = waits_for.filter(|owed| !has(tumour.group, &owed.kind, belongs));
            let open = open.filter_map(|owed| debt((tumour.group, &causes), registry, owed));
            debts.extend(open.map(|debt| (debt, tumour.number)));
        }
    }
    debts
}

/// The report that a tumour owes a Registry, where something has happened that it follows.
fn debt<'f>(
    (group, causes): (&Group<'_>, &Causes<'_>),
    registry: &'f RegistryId,
    owed: &'f Owed,
) -> Option<Debt<'f>> {
    let cause = *causes.get(&owed.after)?;
    let event_date = cause.event.date.clone();
    due::is_owed(event_date.as_deref(), owed).then(|| Debt {
        tumour: group.name.clone(),
        registry,
        kind: &owed.kind,
        rule: format!("{}-without-{}", owed.after.as_str(), owed.kind),
        responsible: trigger::responsible(owed.after, cause),
        due: event_date
            .as_deref()
            .and_then(|date| due::after(date, owed)),
        event_date,
    })
}

fn expectation(
    person: &Person,
    debt: Debt<'_>,
    (tumour, cause): (u32, &Facts),
    by: Option<&Facts>,
) -> Expectation {
    Expectation {
        id: Expectation::name(cause.sender, &cause.report_key, debt.registry, &debt.rule),
        case: CaseId::of(person),
        tumour,
        registry: debt.registry.clone(),
        kind: ReportKind(debt.kind.to_owned()),
        responsible: debt.responsible,
        rule: debt.rule,
        cause: cause.submission,
        opened_at: cause.position,
        due: debt.due,
        event_date: debt.event_date.map(String::from),
        closed_by: by.map(|version| version.submission),
        closed_at: by.map(|version| version.position),
        waivers: Vec::new(),
    }
}

/// The number that the tumour of that name has now.
fn number_of(name: &str, arranged: &Arrangement<'_>) -> Option<u32> {
    (1..)
        .zip(&arranged.tumours)
        .find(|(_, tumour)| tumour.name == name)
        .map(|(number, _)| number)
}

/// Whether a report of that kind is about the tumour. One for a Registry that the tumour
/// does not belong to after all has not told its own what they ask; a laboratory tells the
/// same to all.
fn has(group: &Group<'_>, kind: &str, belongs: &[&RegistryId]) -> bool {
    group.versions.iter().any(|facts| {
        facts.kind.0 == kind && (kind == trigger::PATHOLOGY || belongs.contains(&&facts.registry))
    })
}

#[cfg(test)]
mod tests;
