//! Running the checker: in lanes of their own, small bodies never behind large ones, and
//! a panic of its turned into a finding.

use caseway_profiles::{Ask, Catalogue, Checked};
use caseway_proto::{Issue, IssueCode, Sender, Severity, Submission};

use super::Intake;

/// Checks a Submission for a Sender.
pub(super) async fn check(intake: &Intake, sender: &Sender, submission: &Submission) -> Checked {
    let allow_synthetic = intake.allow_synthetic;
    let lane = intake.lanes.of(submission.body.len());
    let (catalogue, sender, submission) =
        (intake.catalogue.clone(), sender.clone(), submission.clone());
    let work = move || run(&catalogue, &sender, &submission, allow_synthetic);
    lane.run(work).await.unwrap_or_else(crashed)
}

fn run(
    catalogue: &Catalogue,
    sender: &Sender,
    submission: &Submission,
    allow_synthetic: bool,
) -> Checked {
    let ask = Ask {
        syntax: submission.syntax,
        registry: submission.registry.as_ref(),
        default_registry: sender.default_registry.as_ref(),
        profile: None,
        received_at: submission.received_at,
        allow_synthetic,
        refuse: &[],
    };
    catalogue.check(&submission.body, &ask)
}

fn crashed() -> Checked {
    let issue = Issue::new(
        Severity::Error,
        IssueCode::Transient,
        "checker-crashed",
        "The report could not be checked because of a fault here, not in the report. It is kept, \
         and the operators can see it; send it again with a new Bundle.identifier when they say so.",
    );
    Checked {
        issues: vec![issue],
        head: None,
    }
}
