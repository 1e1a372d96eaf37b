//! The second pass of a replay: the Cases that the first has left to be linked.

use std::collections::BTreeSet;
use std::sync::Arc;

use caseway_proto::{Person, Position};
use caseway_store::{CaseRecord, Known, StoreError};
use tokio::sync::mpsc::Sender;

use super::ahead::Ahead;
use super::{Parts, feed, persons};

/// At most this many Persons make a page.
const PERSONS_MAX: u32 = 128;

type Failure = Arc<StoreError>;

/// Persons that are left, and what is known of them.
struct Left {
    persons: BTreeSet<Person>,
    known: Known,
}

/// The same, linked.
struct Linked {
    persons: u64,
    cases: Vec<CaseRecord>,
}

/// Links what is left to be linked in `parts.casebook`, a page at a time. While one is recorded
/// the next ones are linked, and the one after them read: no Case rests on another.
pub struct Relinking {
    parts: Parts,
    at: Position,
    linked: Ahead<Linked>,
}

impl Relinking {
    /// Begins with the first Person that is left, with pages of no more Persons than `most`,
    /// where that is less than what they have by themselves. Must be called on a runtime, and
    /// is used there.
    ///
    /// # Errors
    /// When the store failed.
    pub async fn new(parts: Parts, most: Option<u32>) -> Result<Self, Failure> {
        let at = parts.casebook.position().await?;
        let most = most.unwrap_or(PERSONS_MAX).min(PERSONS_MAX);
        let left = Ahead::of(|give| read(parts.clone(), most, give));
        let linking = parts.clone();
        let linked = left.each(move |left| Ok(link(&linking, &left)));
        Ok(Self { parts, at, linked })
    }

    /// Records the Cases of the next page, and gives of how many Persons; `None` where nobody
    /// is left.
    ///
    /// # Errors
    /// When the store failed or somebody took in more meanwhile; of this page nothing was
    /// recorded then, and a new one goes on from there.
    pub async fn page(&mut self) -> Result<Option<u64>, Failure> {
        let Some(Linked { persons, cases }) = self.linked.next().await? else {
            return Ok(None);
        };
        self.parts.casebook.link(self.at, &cases).await?;
        Ok(Some(persons))
    }
}

/// Those who are left, a page at a time, with what is known of them.
async fn read(parts: Parts, most: u32, give: Sender<Left>) -> Result<(), Failure> {
    let mut after = None;
    loop {
        let left = parts.casebook.unlinked(after.as_ref(), most).await?;
        let Some(last) = left.last().copied() else {
            return Ok(());
        };
        after = Some(last);
        let persons: BTreeSet<Person> = left.into_iter().collect();
        let mut asked = feed::Asked::of(&persons);
        let known = feed::ask(&parts, &mut asked).await?;
        if give.send(Left { persons, known }).await.is_err() {
            return Ok(());
        }
    }
}

/// Their Cases.
fn link(parts: &Parts, Left { persons, known }: &Left) -> Linked {
    Linked {
        persons: persons.len() as u64,
        cases: persons::all_cases(known, persons, parts.catalogue.scopes()),
    }
}
