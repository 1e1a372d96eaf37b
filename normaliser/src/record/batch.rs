//! A page of Entries, opened.

use std::collections::{BTreeMap, BTreeSet};

use caseway_proto::{Partition, Person, Position, SenderId, SubmissionId};
use caseway_store::{Decision, Grounds, RulingEntry, Version};
use jiff::Timestamp;
use serde_json::Value;

use crate::{About, Doubt, Normalised, normalise};

/// What was found in a body.
#[derive(Clone)]
pub enum Content {
    /// Its tree.
    Tree(Value),
    /// What it says, read before its turn.
    Read(Normalised),
    /// Something that is no JSON, or does not open with its owner's key.
    Unreadable,
    /// Nothing: the key was destroyed.
    Erased,
}

/// An Entry with its body opened.
#[derive(Clone)]
pub struct Opened {
    /// Where it stands.
    pub position: Position,
    /// When it arrived.
    pub received_at: Timestamp,
    /// Its Submission.
    pub id: SubmissionId,
    /// Who sent it.
    pub sender: SenderId,
    /// Which version of which Report it is.
    pub version: Version,
    /// What was found in its body.
    pub content: Content,
}

/// What an Entry of the page asks for.
#[derive(Clone, Debug)]
pub enum Step {
    /// A Report is to be taken in.
    Report(Position),
    /// An Operator has decided.
    Decision {
        /// Where the decision stands.
        at: Position,
        /// What was decided.
        decision: Decision,
    },
    /// A registrar has ruled.
    Ruling(RulingEntry),
}

/// A page of Entries, and all bodies that deciding on it may need.
#[derive(Clone, Default)]
pub struct Batch {
    /// The partition whose Entries they are.
    pub partition: Partition,
    /// The position of the partition that it follows.
    pub from: Position,
    /// The position up to which the partition has no others.
    pub to: Position,
    /// What its Entries ask for, in order.
    pub steps: Vec<Step>,
    /// The Reports of the page, and those held back that a decision may set free.
    pub opened: BTreeMap<Position, Opened>,
    /// Whom what is known was asked for.
    pub grounds: Grounds,
}

impl Batch {
    /// The Entries that its decisions are about.
    pub(super) fn decided(&self) -> impl Iterator<Item = Position> {
        self.steps.iter().filter_map(|step| match step {
            Step::Decision { decision, .. } => Some(decision.about),
            Step::Report(_) | Step::Ruling(_) => None,
        })
    }

    /// Whom its Reports are about.
    pub(super) fn persons(&self) -> BTreeSet<Person> {
        let opened = self.opened.values();
        opened.map(|opened| opened.version.person).collect()
    }
}

impl Opened {
    /// Reads the Report as soon as it is opened, where there is no Doubt: its tree, which is many
    /// times as large, is still near at hand, and not needed any more. One with a Doubt, of which
    /// there are few, is read once more when it is decided upon, and what waits behind another
    /// is read for nothing.
    pub(super) fn read_ahead(&mut self) {
        if let Some(Ok(normalised)) = self.read(false) {
            self.content = Content::Read(normalised);
        }
    }

    /// Normalises the Report; `None` when there is nothing to read any more.
    ///
    /// A panic while reading becomes the Doubt `crashed`: a fault of this program holds
    /// back one Person, not the Feed.
    #[must_use]
    pub fn read(&self, vouched: bool) -> Option<Result<Normalised, Doubt>> {
        let tree = match &self.content {
            Content::Tree(tree) => tree,
            Content::Read(normalised) => return Some(Ok(normalised.clone())),
            Content::Unreadable => return Some(Err(Doubt::unreadable())),
            Content::Erased => return None,
        };
        let about = About {
            submission: self.id,
            sender: self.sender,
            registry: self.version.registry.clone(),
            kind: self.version.kind.clone(),
            profile: self.version.profile.as_str().into(),
            retracts: self.version.retracts,
            vouched,
        };
        let result = std::panic::catch_unwind(|| normalise(tree, &about));
        Some(result.unwrap_or_else(|_| Err(Doubt::crashed())))
    }
}
