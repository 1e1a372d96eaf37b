//! The second pass of a replay: the Cases that the first has left to be linked.

use std::collections::BTreeSet;
use std::sync::Arc;

use caseway_proto::{Person, Position};
use caseway_store::{CaseRecord, StoreError};
use tokio::task::JoinHandle;

use super::rebuild::crashed;
use super::{Parts, feed, persons};

/// At most this many Persons make a page.
const PERSONS_MAX: u32 = 256;

type Failure = Arc<StoreError>;
type Linking = Result<Option<Linked>, Failure>;

/// A page of Cases, linked and not recorded yet.
struct Linked {
    persons: Vec<Person>,
    cases: Vec<CaseRecord>,
}

/// Links what is left to be linked in `parts.casebook`, a page at a time. While one is recorded
/// the next is linked: no Case rests on another.
pub struct Relinking {
    parts: Parts,
    at: Position,
    most: u32,
    next: JoinHandle<Linking>,
}

impl Relinking {
    /// Begins with the first Person that is left, with pages of no more Persons than `most`,
    /// where that is less than what they have by themselves. Must be called on a runtime, and
    /// is used there.
    ///
    /// # Errors
    /// When the store failed.
    pub async fn new(parts: Parts, most: Option<u32>) -> Result<Self, Failure> {
        let most = most.unwrap_or(PERSONS_MAX).min(PERSONS_MAX);
        Ok(Self {
            at: parts.casebook.position().await?,
            next: tokio::spawn(link(parts.clone(), None, most)),
            parts,
            most,
        })
    }

    /// Records the Cases of the next page, and gives of how many Persons; `None` where nobody
    /// is left.
    ///
    /// # Errors
    /// When the store failed or somebody took in more meanwhile; of this page nothing was
    /// recorded then, and a new one goes on from there.
    pub async fn page(&mut self) -> Result<Option<u64>, Failure> {
        let Some(Linked { persons, cases }) = (&mut self.next).await.map_err(crashed)?? else {
            return Ok(None);
        };
        let next = link(self.parts.clone(), persons.last().copied(), self.most);
        self.next = tokio::spawn(next);
        self.parts.casebook.link(self.at, &cases).await?;
        Ok(Some(persons.len() as u64))
    }
}

/// The Cases of those who come after a Person.
async fn link(parts: Parts, after: Option<Person>, most: u32) -> Linking {
    let left = parts.casebook.unlinked(after.as_ref(), most).await?;
    if left.is_empty() {
        return Ok(None);
    }
    let mut asked = feed::Asked::default();
    asked.persons.extend(&left);
    let known = feed::ask(&parts, &mut asked).await?;
    let persons: BTreeSet<Person> = left.iter().copied().collect();
    let cases = persons::all_cases(&known, &persons, parts.catalogue.scopes());
    Ok(Some(Linked {
        persons: left,
        cases,
    }))
}
