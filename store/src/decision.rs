//! An Operator's decisions: they are Entries of the Journal too, so that a rebuild
//! makes the same of them.

use caseway_proto::Position;
use serde::{Deserialize, Serialize};

use crate::Ruling;

/// What an Operator decided about an Entry in quarantine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Normalise it again, and take its doubt as settled.
    Release,
    /// Leave it out for good; it counts as rejected.
    Discard,
}

/// A decision with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What is to be done.
    pub action: Action,
    /// The Entry it is about.
    pub about: Position,
    /// Why, in the Operator's words; kept, and shown to the Sender after a discard.
    pub reason: String,
    /// Who decided.
    pub operator: String,
}

/// What a person decided, in the one form in which an engine keeps both kinds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Decided {
    /// An Operator, about an Entry in quarantine.
    Decision(Decision),
    /// A registrar, about a Case.
    Ruling(Ruling),
}
