//! What becomes of a page of Entries.
//!
//! Pure: the same batch on the same knowledge gives the same page. A Doubt quarantines
//! its Entry; later Entries of the same Person wait behind it, others do not. A
//! released Entry is read again with its doubt taken as settled; then those that waited
//! follow in their order, until one of them has a doubt of its own. A ruling holds nothing
//! back and sets nothing free: it says what linkage is to make of the facts.

use std::collections::BTreeSet;

use caseway_profiles::registry::Scopes;
use caseway_proto::{CaseId, Person, Position};
use caseway_store::{
    Action, Decision, Facts, Held, Known, Outcome, OutcomeKind, Page, RulingEntry,
};

use super::batch::{Batch, Opened, Step};
use super::held::HeldBack;
use super::persons;
use crate::{Doubt, Normalised};

/// Decides on a page, given what is known of its Persons and whose tumours each Registry
/// takes.
#[must_use]
pub fn decide(batch: &Batch, known: &Known, scopes: &Scopes) -> Page {
    Taken::take(batch, &known.held).link(known, scopes)
}

/// A page whose Reports are read, and whose Cases are not linked yet.
pub(super) struct Taken {
    page: Page,
    touched: BTreeSet<Person>,
}

impl Taken {
    /// Reads the Reports of a page and those that its decisions set free.
    pub(super) fn take(batch: &Batch, held: &[Held]) -> Self {
        let mut desk = Desk {
            batch,
            held: HeldBack::new(held),
            facts: Vec::new(),
            rulings: Vec::new(),
            outcomes: Vec::new(),
            touched: BTreeSet::new(),
        };
        for step in &batch.steps {
            match step {
                Step::Report(position) => desk.take_in(*position),
                Step::Decision { at, decision } => desk.settle(*at, decision),
                Step::Ruling(ruling) => desk.rulings.push(ruling.clone()),
            }
        }
        let page = Page {
            partition: batch.partition,
            grounds: batch.grounds.clone(),
            from: batch.from,
            to: batch.to,
            outcomes: desk.outcomes,
            facts: desk.facts,
            rulings: desk.rulings,
            cases: Vec::new(),
            unlinked: Vec::new(),
        };
        Self {
            page,
            touched: desk.touched,
        }
    }

    /// Links the Cases that the new facts and rulings may have changed.
    pub(super) fn link(self, known: &Known, scopes: &Scopes) -> Page {
        let mut page = self.page;
        page.cases = persons::cases(known, &page, &self.touched, scopes);
        page
    }

    /// Leaves the Cases that they may have changed to be linked later.
    pub(super) fn leave(self) -> Page {
        let mut page = self.page;
        let ruled = page.rulings.iter();
        let ruled = ruled.flat_map(|entry| entry.ruling.persons());
        let left: BTreeSet<Person> = self.touched.into_iter().chain(ruled).collect();
        page.unlinked = left.into_iter().collect();
        page
    }
}

struct Desk<'b> {
    batch: &'b Batch,
    held: HeldBack,
    facts: Vec<Facts>,
    rulings: Vec<RulingEntry>,
    outcomes: Vec<Outcome>,
    touched: BTreeSet<Person>,
}

impl Desk<'_> {
    /// A Report that arrives.
    fn take_in(&mut self, position: Position) {
        let Some(opened) = self.batch.opened.get(&position) else {
            return;
        };
        let person = opened.version.person;
        if self.held.holds(&person) {
            self.held.hold(person, position, OutcomeKind::Waiting);
            self.tell(opened, position, (OutcomeKind::Waiting, Some(behind())));
        } else {
            self.read(opened, position, false);
        }
    }

    /// A decision about an Entry in quarantine; about any other it changes nothing.
    fn settle(&mut self, at: Position, decision: &Decision) {
        let Some(person) = self.held.quarantined(decision.about) else {
            return;
        };
        let Some(opened) = self.batch.opened.get(&decision.about) else {
            return;
        };
        self.held.free(person, decision.about);
        let freed = match decision.action {
            Action::Release => self.read(opened, at, true),
            Action::Discard => {
                let why = ("discarded", decision.reason.clone());
                self.tell(opened, at, (OutcomeKind::Discarded, Some(why)));
                true
            }
        };
        if freed {
            self.follow(person, at);
        }
    }

    /// Those that waited, in their order, until one has a doubt.
    fn follow(&mut self, person: Person, at: Position) {
        while let Some(position) = self.held.next(&person) {
            let Some(opened) = self.batch.opened.get(&position) else {
                return;
            };
            self.held.free(person, position);
            if !self.read(opened, at, false) {
                return;
            }
        }
    }

    /// Reads a Report; `false` when it was quarantined.
    fn read(&mut self, opened: &Opened, at: Position, vouched: bool) -> bool {
        match opened.read(vouched) {
            Some(Err(Doubt { cause, sentence })) => {
                let person = opened.version.person;
                self.held
                    .hold(person, opened.position, OutcomeKind::Quarantined);
                self.tell(
                    opened,
                    at,
                    (OutcomeKind::Quarantined, Some((cause, sentence))),
                );
                return false;
            }
            Some(Ok(normalised)) => {
                self.touched.insert(opened.version.person);
                self.facts.push(facts(opened, normalised));
                self.tell(opened, at, (OutcomeKind::Recorded, None));
            }
            None => self.tell(opened, at, (OutcomeKind::Recorded, None)),
        }
        true
    }

    fn tell(
        &mut self,
        opened: &Opened,
        at: Position,
        (kind, why): (OutcomeKind, Option<(&'static str, String)>),
    ) {
        let person = opened.version.person;
        let joined = kind == OutcomeKind::Recorded
            && !opened.version.retracts
            && !matches!(opened.content, super::batch::Content::Erased);
        let (cause, sentence) = why.unzip();
        self.outcomes.push(Outcome {
            position: opened.position,
            at,
            kind,
            person,
            case: joined.then(|| CaseId::of(&person)),
            cause: cause.map(str::to_owned),
            sentence,
        });
    }
}

fn behind() -> (&'static str, String) {
    let sentence = "An earlier report about the same person is held back; this one follows it.";
    ("behind", sentence.to_owned())
}

fn facts(opened: &Opened, normalised: Normalised) -> Facts {
    let version = opened.version.clone();
    Facts {
        position: opened.position,
        submission: opened.id,
        sender: opened.sender,
        person: version.person,
        report_key: version.report_key,
        rank: version.rank,
        retracts: version.retracts,
        registry: version.registry,
        kind: version.kind,
        received_at: opened.received_at,
        author: normalised.author,
        requester: normalised.requester,
        patient: normalised.patient,
        events: normalised.events,
    }
}

#[cfg(test)]
mod tests;
