//! Running the checker: on threads of its own, small bodies never behind large ones, and
//! a panic of its turned into a finding.

use std::num::NonZeroUsize;
use std::sync::Arc;

use caseway_profiles::{Ask, Catalogue, Checked};
use caseway_proto::{Issue, IssueCode, Sender, Severity, Submission};
use tokio::sync::Semaphore;

use super::Intake;

/// Bodies above this many bytes go through the lane for large ones.
const SMALL_BYTES_MAX: usize = 256 << 10;

/// Who is checked now: in each lane as many bodies as there are processors, the others in
/// the order they came.
///
/// A check computes for a millisecond and more without a pause. On the threads that carry
/// connections and commits it would hold those up; all at once, each would take as long as
/// all of them.
#[derive(Clone, Debug)]
pub(crate) struct Lanes {
    small: Arc<Semaphore>,
    large: Arc<Semaphore>,
}

impl Lanes {
    /// Lanes for the processors that are here.
    pub(crate) fn new() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let lane = || Arc::new(Semaphore::new(processors));
        Self {
            small: lane(),
            large: lane(),
        }
    }

    fn of(&self, submission: &Submission) -> &Semaphore {
        if submission.body.len() <= SMALL_BYTES_MAX {
            &self.small
        } else {
            &self.large
        }
    }
}

/// Checks a Submission for a Sender.
pub(super) async fn check(intake: &Intake, sender: &Sender, submission: &Submission) -> Checked {
    // A lane is never closed.
    let _turn = intake.lanes.of(submission).acquire().await;
    let allow_synthetic = intake.allow_synthetic;
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
        tree: None,
    }
}
