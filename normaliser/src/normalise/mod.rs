//! Entry → `CaseEvent`s: what a Report says, by what its resources mean.
//!
//! Pure: the same tree under the same [`About`] gives the same facts. One file reads
//! each clinical noun; none of them asks which profile the Report was checked
//! against. What the Report itself contradicts is a [`Doubt`]: only evidence inside
//! the Report counts, so that quarantine does not depend on the order of arrival.

mod act;
mod age;
mod condition;
mod death;
mod diagnosis;
mod doubt;
mod finding;
mod follow_up;
mod marker;
mod metastasis;
mod observation;
mod organisation;
mod pathology;
mod patient;
mod primary;
mod radiotherapy;
mod recurrence;
mod report;
mod specimen;
mod stage;
mod surgery;
mod systemic_therapy;
mod value;

use std::sync::Arc;

use caseway_proto::{CaseEvent, RegistryId, ReportKind, SenderId, SubmissionId};
use caseway_store::PatientFacts;
use serde_json::Value;

pub use doubt::Doubt;
use report::Report;

use crate::fhir::Bundle;

/// What is known of a Report beside its content.
#[derive(Clone, Debug)]
pub struct About {
    /// Its Submission.
    pub submission: SubmissionId,
    /// Who sent it.
    pub sender: SenderId,
    /// The Registry it is for.
    pub registry: RegistryId,
    /// The kind of report.
    pub kind: ReportKind,
    /// The profile it was checked against, as `url|version`.
    pub profile: Arc<str>,
    /// The Report is taken back: nothing in it counts, so nothing of it is read.
    pub retracts: bool,
    /// An Operator has looked and takes the doubt as settled.
    pub vouched: bool,
}

/// What a Report says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Normalised {
    /// What it says of the patient.
    pub patient: PatientFacts,
    /// The organisation number of its author.
    pub author: Option<String>,
    /// The organisation number of the unit that asked for a laboratory's report.
    pub requester: Option<String>,
    /// Its facts, in their derived order.
    pub events: Vec<Arc<CaseEvent>>,
}

/// The readers, one a noun.
const NOUNS: [fn(&Report<'_, '_>) -> Vec<CaseEvent>; 12] = [
    diagnosis::read,
    pathology::read,
    stage::read,
    marker::read,
    surgery::read,
    radiotherapy::read,
    systemic_therapy::read,
    recurrence::read,
    metastasis::read,
    follow_up::read,
    death::read,
    finding::read,
];

/// Reads the facts of a Report.
///
/// # Errors
/// A [`Doubt`] when the Report contradicts itself or says nothing; an Operator may
/// settle all doubts but `unreadable`.
pub fn normalise(tree: &Value, about: &About) -> Result<Normalised, Doubt> {
    let bundle = Bundle::read(tree).ok_or_else(Doubt::unreadable)?;
    if about.retracts {
        return Ok(Normalised::default());
    }
    let report = Report::new(&bundle, about);
    let mut events: Vec<_> = NOUNS.iter().flat_map(|read| read(&report)).collect();
    events.sort();
    if !about.vouched {
        doubt::identity(&report)?;
        doubt::substance(&events)?;
    }
    Ok(Normalised {
        patient: patient::read(&report),
        author: organisation::author(&report),
        requester: organisation::requester(&report),
        events: events.into_iter().map(Arc::new).collect(),
    })
}

#[cfg(test)]
mod tests;
