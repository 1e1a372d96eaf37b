//! Identity numbers: what kind they are, and whether they can be right.
//!
//! Relies on the layout and check digits of Norwegian national numbers as Skatteetaten
//! publishes them, the rule of 2032 included. Leaves out whether a number was ever
//! given to anybody. Nothing here shows a number.

mod number;

use caseway_proto::{Identity, IdentityKind};
use serde_json::Value;

pub use number::{Kind, Number, Sex, parse};

/// The systems of national numbers: fødselsnummer, D-nummer, felles hjelpenummer.
pub const NATIONAL: [&str; 3] = [
    "urn:oid:2.16.578.1.12.4.1.4.1",
    "urn:oid:2.16.578.1.12.4.1.4.2",
    "urn:oid:2.16.578.1.12.4.1.4.3",
];

/// Who a Patient is: the first national number, else the first number of any system.
#[must_use]
pub fn of_patient(patient: &Value) -> Option<Identity> {
    let identifiers = || patient["identifier"].as_array().into_iter().flatten();
    let identity = |identifier: &Value| {
        let system = identifier["system"].as_str()?;
        let number = identifier["value"].as_str()?;
        let kind = if NATIONAL.contains(&system) {
            IdentityKind::National
        } else {
            IdentityKind::Local
        };
        Some(Identity {
            kind,
            system: system.to_owned(),
            number: number.to_owned(),
        })
    };
    let found = || identifiers().filter_map(identity);
    let national = found().find(|identity| identity.kind == IdentityKind::National);
    national.or_else(|| found().next())
}
