//! Senders: the organisations allowed to submit.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::RegistryId;

/// A Sender's number in the Journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SenderId(pub i64);

impl fmt::Display for SenderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// An organisation allowed to submit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    /// Its number.
    pub id: SenderId,
    /// Its name, as the Operator gave it.
    pub name: String,
    /// Its organisation number (nine digits), where known: what is owed is owed by an organisation.
    pub organisation: Option<String>,
    /// The Registry its reports are for when they name no profile.
    pub default_registry: Option<RegistryId>,
}
