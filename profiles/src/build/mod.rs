//! What is made from the tables: FHIR packages, JSON Schemas, dictionaries, rule pages.
//!
//! Everything is a pure function of a table and the spine; [`artefacts`] gives the
//! files in memory, [`write`] puts them into a folder. The files are committed, and
//! a test makes them again and compares byte for byte. Relies on `registry`; knows
//! nothing of the checker.

mod artefact;
mod bundle_profile;
mod case_rule;
mod codes;
mod condition_path;
mod dictionary;
mod observation_profile;
pub mod package;
mod parts;
mod rules;
mod schema;
mod schema_value;
mod spine_profiles;
mod spine_terminology;
mod structure;
mod terminology;
mod tumour_profile;
mod words;

pub use artefact::{Artefact, artefacts, spine_artefacts, write, write_spine};
pub use dictionary::dictionary;
pub use package::{definitions, spine_definitions};
pub use rules::{page, rule_pages, write_rules};
pub use schema::schema;

#[cfg(test)]
mod tests;
