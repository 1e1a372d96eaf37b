//! A Journal, a Vault and a Casebook in memory: they keep what their contracts ask,
//! without durability.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;
use caseway_proto::{Case, CaseId, Disposition, Expectation, Person, Position, SenderId};
use caseway_store::{
    CaseRecord, Casebook, Cases, Decision, Draft, Entry, Facts, Held, JournalEngine, Known, Logged,
    Matter, Outcome, OutcomeKind, Owner, Page, Ruling, RulingEntry, StoreError, StoredKey,
    VaultEngine,
};
use jiff::Timestamp;

use crate::history::History;

#[derive(Default)]
struct State {
    entries: Vec<Entry>,
    keys: Vec<StoredKey>,
    position: Position,
    facts: Vec<Facts>,
    rulings: Vec<RulingEntry>,
    outcomes: Vec<Outcome>,
    cases: BTreeMap<Person, CaseRecord>,
    unlinked: BTreeSet<Person>,
}

/// The engine behind all three.
#[derive(Default)]
pub(crate) struct Memory {
    state: Mutex<State>,
    /// This many calls of `record` fail from now on.
    pub(crate) failures: AtomicU32,
}

impl Memory {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Keeps what a person decided.
    fn keep(&self, matter: Matter, received_at: Timestamp) -> Position {
        let mut state = self.state();
        let position = next(&state);
        state.entries.push(Entry {
            position,
            received_at,
            matter,
        });
        position
    }

    /// What became last of the Entry at a Position.
    pub(crate) fn outcome(&self, position: Position) -> Option<Outcome> {
        let state = self.state();
        let mut told = state.outcomes.iter().rev();
        told.find(|outcome| outcome.position == position).cloned()
    }

    /// The Cases as they stand, each with its past.
    pub(crate) fn cases(&self) -> Vec<(Option<Case>, History)> {
        let state = self.state();
        let cases = state.cases.values();
        let told = cases.map(|record| {
            let history = History {
                expectations: record.expectations.clone(),
                reroutings: record.reroutings.clone(),
            };
            (record.case.clone(), history)
        });
        told.collect()
    }
}

fn logged(draft: &Draft, position: Position) -> Logged {
    Logged {
        position,
        id: draft.id,
        disposition: Disposition::Accepted,
        issues: Vec::new(),
        received_at: draft.received_at,
        again: false,
    }
}

#[async_trait]
impl JournalEngine for Memory {
    async fn append(&self, drafts: Vec<Draft>) -> Result<Vec<Logged>, StoreError> {
        let mut state = self.state();
        let mut all = Vec::new();
        for draft in drafts {
            let position = next(&state);
            all.push(logged(&draft, position));
            state.entries.push(Entry {
                position,
                received_at: draft.received_at,
                matter: Matter::Report {
                    id: draft.id,
                    sender: draft.sender,
                    syntax: draft.syntax,
                    version: draft.version.unwrap(),
                    body: draft.body,
                },
            });
        }
        Ok(all)
    }

    async fn append_decision(
        &self,
        decision: Decision,
        at: Timestamp,
    ) -> Result<Position, StoreError> {
        Ok(self.keep(Matter::Decision(decision), at))
    }

    async fn append_ruling(&self, ruling: Ruling, at: Timestamp) -> Result<Position, StoreError> {
        Ok(self.keep(Matter::Ruling(ruling), at))
    }

    async fn page(&self, after: Position, most: u32) -> Result<(Vec<Entry>, Position), StoreError> {
        let state = self.state();
        let newer = state.entries.iter().filter(|entry| entry.position > after);
        let page: Vec<_> = newer.take(most as usize).cloned().collect();
        let to = page.last().map_or(after, |entry| entry.position);
        Ok((page, to))
    }

    async fn entry(&self, position: Position) -> Result<Option<Entry>, StoreError> {
        let state = self.state();
        Ok(state
            .entries
            .iter()
            .find(|entry| entry.position == position)
            .cloned())
    }

    async fn entries(&self, positions: &[Position]) -> Result<Vec<Entry>, StoreError> {
        let state = self.state();
        let asked = state.entries.iter();
        let asked = asked.filter(|entry| positions.contains(&entry.position));
        Ok(asked.cloned().collect())
    }

    async fn head(&self) -> Result<Position, StoreError> {
        Ok(self
            .state()
            .entries
            .last()
            .map_or(Position(0), |entry| entry.position))
    }

    async fn wait_for_entry(&self, _: Position) -> Result<Position, StoreError> {
        // Nobody else writes here.
        std::future::pending().await
    }
}

/// Positions have gaps.
fn next(state: &State) -> Position {
    Position(10 * (i64::try_from(state.entries.len()).unwrap() + 1))
}

#[async_trait]
impl VaultEngine for Memory {
    async fn put(&self, keys: Vec<StoredKey>) -> Result<Vec<StoredKey>, StoreError> {
        self.state().keys.extend(keys.iter().cloned());
        Ok(keys)
    }

    async fn get(&self, owner: Owner) -> Result<Option<StoredKey>, StoreError> {
        Ok(self
            .state()
            .keys
            .iter()
            .find(|key| key.owner == owner)
            .cloned())
    }

    async fn erase(&self, owner: Owner) -> Result<bool, StoreError> {
        let mut state = self.state();
        let mut keys = state.keys.iter_mut();
        let found = keys.find(|key| key.owner == owner);
        Ok(found.map(|key| key.wrapped.clear()).is_some())
    }
}

#[async_trait]
impl Casebook for Memory {
    async fn partitions(&self) -> Result<Vec<Position>, StoreError> {
        Ok(vec![self.state().position])
    }

    async fn known(
        &self,
        persons: &[Person],
        reports: &[(SenderId, String)],
    ) -> Result<Known, StoreError> {
        let state = self.state();
        let moved = state
            .facts
            .iter()
            .filter(|facts| reports.contains(&(facts.sender, facts.report_key.clone())));
        let persons: BTreeSet<Person> = moved
            .map(|facts| facts.person)
            .chain(persons.iter().copied())
            .collect();
        let mut last: BTreeMap<Position, &Outcome> = BTreeMap::new();
        for outcome in &state.outcomes {
            last.insert(outcome.position, outcome);
        }
        let held = last.into_values().filter(|outcome| {
            persons.contains(&outcome.person)
                && matches!(
                    outcome.kind,
                    OutcomeKind::Quarantined | OutcomeKind::Waiting
                )
        });
        let held = held.map(|outcome| Held {
            position: outcome.position,
            person: outcome.person,
            kind: outcome.kind,
        });
        let facts = state
            .facts
            .iter()
            .filter(|facts| persons.contains(&facts.person));
        let rulings = state.rulings.iter();
        let rulings = rulings.filter(|entry| !entry.ruling.persons().is_disjoint(&persons));
        Ok(Known {
            facts: facts.cloned().collect(),
            held: held.collect(),
            rulings: rulings.cloned().collect(),
        })
    }

    async fn holders(&self, reports: &[(SenderId, String)]) -> Result<Vec<Person>, StoreError> {
        let known = self.known(&[], reports).await?;
        let holders: BTreeSet<Person> = known.facts.iter().map(|facts| facts.person).collect();
        Ok(holders.into_iter().collect())
    }

    async fn record(&self, page: &Page) -> Result<(), StoreError> {
        let failing = self
            .failures
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                left.checked_sub(1)
            });
        if failing.is_ok() {
            return Err(StoreError::Unavailable {
                doing: "recording",
                source: "a test".into(),
            });
        }
        let mut state = self.state();
        if state.position != page.from {
            return Err(StoreError::Overtaken);
        }
        state.position = page.to;
        state.facts.extend(page.facts.iter().cloned());
        state.outcomes.extend(page.outcomes.iter().cloned());
        state.rulings.extend(page.rulings.iter().cloned());
        for record in &page.cases {
            state.cases.insert(record.person, record.clone());
        }
        state.unlinked.extend(&page.unlinked);
        Ok(())
    }

    async fn held(&self, persons: &[Person]) -> Result<Vec<Held>, StoreError> {
        Ok(self.known(persons, &[]).await?.held)
    }

    async fn unlinked(&self, after: Option<&Person>, most: u32) -> Result<Vec<Person>, StoreError> {
        let state = self.state();
        let left = state.unlinked.iter();
        let left = left.filter(|person| after.is_none_or(|after| *person > after));
        Ok(left.take(most as usize).copied().collect())
    }

    async fn link(&self, at: Position, cases: &[CaseRecord]) -> Result<(), StoreError> {
        let mut state = self.state();
        if state.position != at {
            return Err(StoreError::Overtaken);
        }
        for record in cases {
            state.unlinked.remove(&record.person);
            state.cases.insert(record.person, record.clone());
        }
        Ok(())
    }
}

#[async_trait]
impl Cases for Memory {
    async fn person(&self, case: &CaseId) -> Result<Option<Person>, StoreError> {
        let state = self.state();
        let mut persons = state.cases.keys();
        Ok(persons.find(|person| CaseId::of(person) == *case).copied())
    }

    async fn case(&self, id: &CaseId) -> Result<Option<Case>, StoreError> {
        let state = self.state();
        let mut cases = state
            .cases
            .values()
            .filter_map(|record| record.case.clone());
        Ok(cases.find(|case| case.id == *id))
    }

    async fn cases(&self, after: Option<&CaseId>, most: u32) -> Result<Vec<Case>, StoreError> {
        let state = self.state();
        let cases = state
            .cases
            .values()
            .filter_map(|record| record.case.clone());
        let mut cases: Vec<Case> = cases
            .filter(|case| after.is_none_or(|id| case.id > *id))
            .collect();
        cases.sort_by(|one, other| one.id.cmp(&other.id));
        cases.truncate(most as usize);
        Ok(cases)
    }

    async fn expectations(&self, case: &CaseId) -> Result<Vec<Expectation>, StoreError> {
        let state = self.state();
        let records = state.cases.values();
        Ok(records
            .filter(|record| CaseId::of(&record.person) == *case)
            .flat_map(|record| record.expectations.clone())
            .collect())
    }
}
