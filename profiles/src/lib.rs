//! The registries' FHIR packages, and the compiler and checker that run them.
//!
//! A [`Catalogue`] is built from the Registries' tables ([`registry`]) and from
//! packages written elsewhere; it checks a body and says in [`Checked`] what it found
//! and what the envelope says. [`build`] makes packages, schemas and dictionaries
//! from the tables. Knows no store, no door and no clock; has no network client.

pub mod build;
pub mod case_rules;
mod catalogue;
mod check;
mod compile;
mod definitions;
mod explain;
mod fhirpath;
pub mod identity;
mod plan;
mod read;
pub mod registry;
mod rules;
pub mod sample;
mod terminology;
pub mod typed;

pub use catalogue::{
    Absent, AbsentKind, Catalogue, Defined, Foreign, Form, Registry, RegistryKind, Settings,
    Variable,
};
pub use check::{Ask, Checked, STRICT, nearest};
pub use definitions::{InstallError, Source};
pub use explain::{Changes, Explained};
pub use fhirpath::{Probe, Refusal};
pub use read::Limits;
pub use rules::{Example, Language, Rule, Rules, Sentence, Voice};
