//! The Roster: who may submit, known by bearer tokens that are kept hashed.
//!
//! A token is 32 random bytes, so a plain SHA-256 of it cannot be guessed back.

use async_trait::async_trait;
use caseway_proto::{Digest, RegistryId, Sender, SenderId};
use jiff::Timestamp;

use crate::StoreError;

/// A token as a Sender shows it; kept nowhere.
pub struct Token(String);

impl Token {
    /// The token made of 32 random bytes, written as `cw_` and 64 hex digits.
    #[must_use]
    pub fn from_random(bytes: [u8; 32]) -> Self {
        Self(format!("cw_{}", Digest(bytes)))
    }

    /// Reads what a Sender shows.
    #[must_use]
    pub fn shown(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// What is kept of it.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of_parts(&[b"token", self.0.as_bytes()])
    }

    /// The token itself, to be printed once.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// A Sender to be added.
#[derive(Clone, Debug)]
pub struct NewSender {
    /// Its name, unique.
    pub name: String,
    /// Its organisation number.
    pub organisation: Option<String>,
    /// The Registry its reports are for when they name no profile.
    pub default_registry: Option<RegistryId>,
    /// The digest of its token.
    pub token: Digest,
    /// When it is added.
    pub at: Timestamp,
}

/// A Sender as the Roster keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterEntry {
    /// The Sender.
    pub sender: Sender,
    /// When it was added.
    pub added_at: Timestamp,
    /// When its token was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// Who may submit.
#[async_trait]
pub trait Roster: Send + Sync + 'static {
    /// Adds a Sender; `None` when the name is taken.
    async fn add(&self, sender: NewSender) -> Result<Option<Sender>, StoreError>;

    /// Revokes a Sender's token; `false` when there is no such Sender or it was revoked before.
    async fn revoke(&self, name: &str, at: Timestamp) -> Result<bool, StoreError>;

    /// Every Sender, by name.
    async fn list(&self) -> Result<Vec<RosterEntry>, StoreError>;

    /// The Sender that a token belongs to, revoked or not.
    async fn find(&self, token: Digest) -> Result<Option<RosterEntry>, StoreError>;

    /// The Sender of a number.
    async fn sender(&self, id: SenderId) -> Result<Option<Sender>, StoreError>;
}
