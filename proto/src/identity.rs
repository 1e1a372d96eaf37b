//! Who a patient is: the number as sent, and the pseudonym that stands for it.
//!
//! An [`Identity`] is never shown: it has no `Display`, and its `Debug` hides the
//! number. How numbers are checked is in the `profiles` crate; how they become a
//! [`Person`] is in the Vault.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Digest, SenderId};

/// What kind of number names a patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdentityKind {
    /// A national number: fødselsnummer, D-nummer, or felles hjelpenummer.
    National,
    /// A number that means something only to the organisation that gave it; `system` tells which.
    Local,
}

/// A patient's number as sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Identity {
    /// What kind of number it is.
    pub kind: IdentityKind,
    /// The system that the number belongs to.
    pub system: String,
    /// The number.
    pub number: String,
}

impl fmt::Debug for Identity {
    /// Shows the kind and hides the number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// A pseudonym: the only thing the pipeline knows of who a patient is.
///
/// The first byte is the version of the key it was made with; the other 32 are an
/// HMAC-SHA-256 of the number. Version 0 is a [stand-in](Person::unknown).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Person(pub [u8; 33]);

impl Person {
    /// Reads 33 raw bytes, as an engine keeps them.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The stand-in for whoever a Report is about, once a registrar has ruled that it is
    /// not about the one it names. No key has version 0, so no patient is called this.
    #[must_use]
    pub fn unknown(sender: SenderId, report_key: &str) -> Self {
        let parts = [
            &b"unknown person"[..],
            &sender.0.to_be_bytes(),
            report_key.as_bytes(),
        ];
        let mut person = [0; 33];
        person[1..].copy_from_slice(&Digest::of_parts(&parts).0);
        Self(person)
    }

    /// Whether this stands for somebody whom nobody knows.
    #[must_use]
    pub const fn is_unknown(&self) -> bool {
        self.0[0] == 0
    }
}

impl fmt::Debug for Person {
    /// Shows the first four bytes of the pseudonym: enough to tell two apart in a test.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Person({:02x}{:02x}{:02x}…)",
            self.0[1], self.0[2], self.0[3]
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Identity, IdentityKind};

    #[test]
    fn an_identity_does_not_show_its_number() {
        let identity = Identity {
            kind: IdentityKind::National,
            system: "urn:oid:2.16.578.1.12.4.1.4.1".to_owned(),
            number: "01815512347".to_owned(),
        };
        assert!(!format!("{identity:?}").contains("0181"));
    }
}
