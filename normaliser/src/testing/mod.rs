//! What tests share: reports in our own layout, recorded facts, rulings, engines in memory.

mod answers;
mod engines;
mod facts;
mod report;
mod rulings;
mod world;

pub(crate) use answers::{CATALOGUE, TABLES, code, report};
pub(crate) use engines::Memory;
pub(crate) use facts::{Fixture, person};
pub(crate) use report::ReportBuilder;
pub(crate) use rulings::{apart, moved, part, ruling, saying, together};
pub(crate) use world::World;

use caseway_proto::{RegistryId, ReportKind, SenderId, SubmissionId};

use crate::About;

/// What is known of a report beside its content.
pub(crate) fn about(kind: &str) -> About {
    About {
        submission: SubmissionId([7; 16]),
        sender: SenderId(1),
        registry: RegistryId("breast".to_owned()),
        kind: ReportKind(kind.to_owned()),
        profile: "https://caseway.example/fhir/StructureDefinition/breast|1".into(),
        retracts: false,
        vouched: false,
    }
}
