//! The Casebook: facts, rulings, Cases, what is held back, and how far the Feed was recorded.
//!
//! The Casebook is a pure function of the Journal: every row can be made again.
//! It is written a page at a time; a page carries the position of its partition of the Feed
//! that it was built on and the one it leads to, and both move in the same transaction.

use std::sync::Arc;

use async_trait::async_trait;
use caseway_proto::{
    Case, CaseEvent, CaseId, Expectation, Partition, Person, Position, Rank, RegistryId,
    ReportKind, Rerouting, SenderId, SubmissionId,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Grounds, ReportKey, RulingEntry, StoreError};

/// What a Report says of the patient, pseudonymous.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatientFacts {
    /// `female`, `male`, `other` or `unknown`.
    pub sex: Option<String>,
    /// Year of birth.
    pub birth_year: Option<String>,
    /// The element index of the Patient, such as `Bundle.entry[1].resource`.
    pub element: String,
}

/// One version of one Report, normalised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Where its Entry stands.
    pub position: Position,
    /// Its Submission.
    pub submission: SubmissionId,
    /// Who sent it.
    pub sender: SenderId,
    /// Who it is about.
    #[serde(with = "person_hex")]
    pub person: Person,
    /// The Report's identifier within the Sender.
    pub report_key: String,
    /// The order among the versions of the Report.
    pub rank: Rank,
    /// The Report is taken back.
    pub retracts: bool,
    /// The Registry it is for.
    pub registry: RegistryId,
    /// The kind of report.
    pub kind: ReportKind,
    /// When it arrived.
    pub received_at: Timestamp,
    /// The organisation number of its author, where it names one.
    pub author: Option<String>,
    /// The organisation number of the unit that asked for a laboratory's report.
    pub requester: Option<String>,
    /// What it says of the patient.
    pub patient: PatientFacts,
    /// Its facts; a Case that is being made shares them.
    pub events: Vec<Arc<CaseEvent>>,
}

/// What became of an Entry behind the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutcomeKind {
    /// Its facts are in the Casebook.
    Recorded,
    /// It could not be normalised.
    Quarantined,
    /// It waits behind a quarantined Entry of the same Person.
    Waiting,
    /// An Operator left it out for good.
    Discarded,
}

impl OutcomeKind {
    /// The word used in tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Quarantined => "quarantined",
            Self::Waiting => "waiting",
            Self::Discarded => "discarded",
        }
    }

    /// Reads the word that [`OutcomeKind::as_str`] writes.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::Recorded,
            Self::Quarantined,
            Self::Waiting,
            Self::Discarded,
        ]
        .into_iter()
        .find(|kind| kind.as_str() == word)
    }
}

/// What became of an Entry, and when by the Journal's own clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The Entry.
    pub position: Position,
    /// The Position of the Entry that brought this about: its own, or that of a decision.
    pub at: Position,
    /// What became of it.
    pub kind: OutcomeKind,
    /// Who it is about.
    pub person: Person,
    /// The Case it joined, where recorded.
    pub case: Option<CaseId>,
    /// A stable word for the cause, where it is held back or discarded.
    pub cause: Option<String>,
    /// What an Operator reads; no value of the report.
    pub sentence: Option<String>,
}

/// An Entry that is held back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The Entry.
    pub position: Position,
    /// Who it is about.
    pub person: Person,
    /// `Quarantined` or `Waiting`.
    pub kind: OutcomeKind,
}

/// What the Casebook knows of some Persons.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Every version of every Report recorded for them, by Position.
    pub facts: Vec<Facts>,
    /// What is held back for them, by Position.
    pub held: Vec<Held>,
    /// Every ruling that may change their Cases ([`crate::Ruling::persons`]), withdrawn
    /// ones too, by Position.
    pub rulings: Vec<RulingEntry>,
}

/// The whole Case of a Person as it is to stand.
#[derive(Clone, Debug)]
pub struct CaseRecord {
    /// Whose.
    pub person: Person,
    /// The Case; `None` when nothing is left of it.
    pub case: Option<Case>,
    /// The Position of the oldest Entry that waits for a registrar; `None` when nothing does.
    pub undecided_since: Option<Position>,
    /// What is owed for it.
    pub expectations: Vec<Expectation>,
    /// Which Reports came to belong to other Registries, in that order, and who sent each.
    pub reroutings: Vec<(SenderId, Rerouting)>,
}

/// A page of decisions.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The partition whose Entries it decides on.
    pub partition: Partition,
    /// What it rests on; looked at again when it is recorded beside other partitions.
    pub grounds: Grounds,
    /// The position of the partition that it was built on.
    pub from: Position,
    /// The position it leads to.
    pub to: Position,
    /// What became of its Entries, in order.
    pub outcomes: Vec<Outcome>,
    /// New facts.
    pub facts: Vec<Facts>,
    /// New rulings.
    pub rulings: Vec<RulingEntry>,
    /// Cases that take the place of what stood.
    pub cases: Vec<CaseRecord>,
    /// Persons whose Cases are left to be linked later, as they are while the whole Journal is
    /// recorded again.
    pub unlinked: Vec<Person>,
}

/// Facts, rulings, Cases, and how far the Feed was recorded.
#[async_trait]
pub trait Casebook: Cases {
    /// How far each partition was recorded, by its number: every Entry of it up to there.
    async fn partitions(&self) -> Result<Vec<Position>, StoreError>;

    /// The feed position: every Entry up to it is recorded.
    async fn position(&self) -> Result<Position, StoreError> {
        let positions = self.partitions().await?;
        Ok(positions.into_iter().min().unwrap_or_default())
    }

    /// What is known of `persons`, and of every Person that a version of one of
    /// `reports` was recorded for.
    async fn known(&self, persons: &[Person], reports: &[ReportKey]) -> Result<Known, StoreError>;

    /// Whom versions of `reports` are about, each once.
    async fn holders(&self, reports: &[ReportKey]) -> Result<Vec<Person>, StoreError>;

    /// Records a page in one transaction.
    ///
    /// # Errors
    /// [`StoreError::Overtaken`] when the page's partition does not stand at `page.from`, when
    /// there are others in number, or when more is known by now of what it rests on; nothing
    /// is written then.
    async fn record(&self, page: &Page) -> Result<(), StoreError>;

    /// What is held back for `persons`, by Position.
    async fn held(&self, persons: &[Person]) -> Result<Vec<Held>, StoreError>;

    /// Up to `most` Persons after one, in their order, whose Cases pages have left to be linked.
    async fn unlinked(&self, after: Option<&Person>, most: u32) -> Result<Vec<Person>, StoreError>;

    /// Records Cases that pages have left to be linked, in one transaction.
    ///
    /// # Errors
    /// [`StoreError::Overtaken`] when the feed, undivided, does not stand at `at`, as it did
    /// when they were linked; nothing is written then.
    async fn link(&self, at: Position, cases: &[CaseRecord]) -> Result<(), StoreError>;
}

/// Cases, as they were linked.
#[async_trait]
pub trait Cases: Send + Sync + 'static {
    /// The Person of a Case.
    async fn person(&self, case: &CaseId) -> Result<Option<Person>, StoreError>;

    /// One Case.
    async fn case(&self, id: &CaseId) -> Result<Option<Case>, StoreError>;

    /// Up to `most` Cases after one, by name.
    async fn cases(&self, after: Option<&CaseId>, most: u32) -> Result<Vec<Case>, StoreError>;

    /// What is owed for a Case, closed ones included.
    async fn expectations(&self, case: &CaseId) -> Result<Vec<Expectation>, StoreError>;
}

/// A Person in a document: 66 hex digits.
pub(crate) mod person_hex {
    use caseway_proto::Person;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(crate) fn serialize<S: Serializer>(person: &Person, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&hex::encode(person.0))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Person, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
        let mut person = [0; 33];
        hex::decode_to_slice(&*text, &mut person)
            .map_err(|_| D::Error::custom("a person is 66 hex digits"))?;
        Ok(Person(person))
    }
}
