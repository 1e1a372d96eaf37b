//! From Entries to Cases: normalise, link, record; what is owed; the account to the
//! Sender.
//!
//! | room | takes → gives | pure |
//! |---|---|---|
//! | [`normalise()`] | a Report's tree → its facts | yes |
//! | [`link()`] | every version of a Person's Reports → the Case | yes |
//! | [`verbs::says()`] | a registrar's word on a Case → what the ruling says | yes |
//! | [`owed()`] | the same → what is still expected | yes |
//! | [`values()`] | a Case → what its variables come to, and what is doubtful | yes |
//! | [`Tally`] | Cases → what the Registries publish | yes |
//! | [`decide()`] | a page of Entries and what is known → a page to record | yes |
//! | [`run()`] | Journal → Casebook, page by page, until told to stop | |
//! | [`Comparison`] | two Casebooks → the Cases that differ | |
//! | [`reconcile()`] | Ledger → the report to a Sender | |
//!
//! Facts are read by what they mean (resource type, codes, known extensions), never
//! by which profile asked for them, so a Report written to another's profile is read
//! by the same code. The Casebook is a pure function of the Journal.

mod arrangement;
mod compare;
mod consolidate;
mod expect;
mod fhir;
mod history;
#[cfg(test)]
mod journeys;
mod link;
mod measures;
mod normalise;
mod reconcile;
mod record;
mod reroute;
mod route;
mod terms;
#[cfg(test)]
mod testing;
mod values;

pub use compare::{Compared, Comparison, Difference};
pub use history::owed;
pub use link::{in_words, link, link_ruled, stands, verbs};
pub use measures::{Count, Form as MeasureForm, Key as MeasureKey, MEASURES, Measure, Tally, hide};
pub use normalise::{About, Doubt, Normalised, normalise};
pub use reconcile::{Asked, Owed, Reconciliation, Standing, escalated_until, reconcile};
pub use record::{
    Batch, Content, ENTRIES_MAX, Opened, Parts, Relinking, Replay, Step, decide, rebuild, run,
};
pub use values::{Doubt as CaseDoubt, Field, Origin, Said, Values, values};
