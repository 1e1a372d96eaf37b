//! Running the checker: small bodies here, large ones on a thread of their own, and
//! a panic of its turned into a finding.

use caseway_profiles::{Ask, Catalogue, Checked};
use caseway_proto::{Issue, IssueCode, Sender, Severity, Submission};

use super::Intake;

/// Bodies above this many bytes are checked on a thread of their own, so that a
/// large one does not hold up the small ones behind it.
const INLINE_BYTES_MAX: usize = 256 << 10;

/// Checks a Submission for a Sender.
pub(super) async fn check(intake: &Intake, sender: &Sender, submission: &Submission) -> Checked {
    let allow_synthetic = intake.allow_synthetic;
    if submission.body.len() <= INLINE_BYTES_MAX {
        return run(&intake.catalogue, sender, submission, allow_synthetic);
    }
    let (catalogue, sender, submission) =
        (intake.catalogue.clone(), sender.clone(), submission.clone());
    let apart = move || run(&catalogue, &sender, &submission, allow_synthetic);
    tokio::task::spawn_blocking(apart)
        .await
        .unwrap_or_else(|_| crashed())
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
    let checking = std::panic::AssertUnwindSafe(|| catalogue.check(&submission.body, &ask));
    std::panic::catch_unwind(checking).unwrap_or_else(|_| crashed())
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
        tree: None,
    }
}
