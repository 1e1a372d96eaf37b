//! The intake: the whole story of a Submission at the door, on one screen.
//!
//! receive (a door) → **admit**: check → append → Receipt. Every door calls
//! [`Intake::admit`] and nothing else, so the same report has the same outcome at
//! each. What happens behind the Journal is the normaliser's story.

mod checking;
mod draft;
mod silences;

use std::sync::Arc;
use std::time::{Duration, Instant};

use caseway_profiles::{Catalogue, Checked};
use caseway_proto::{Digest, Issue, Sender, Submission};
use caseway_store::{Journal, Receipt, StoreError, Vault};

use crate::auth::Permit;
use crate::lanes::Lanes;
use crate::telemetry::{self, Hop};

pub(crate) use silences::Silences;

/// Checks, keeps and answers for Submissions.
#[derive(Clone)]
pub(crate) struct Intake {
    /// What reports are checked by.
    pub(crate) catalogue: Arc<Catalogue>,
    /// The digest of everything a verdict depends on.
    pub(crate) plan: Digest,
    /// Where everything is kept.
    pub(crate) journal: Journal,
    /// Where Persons get their pseudonyms and bodies are sealed.
    pub(crate) vault: Vault,
    /// The findings that do not count, by Sender.
    pub(crate) silences: Silences,
    /// Where checks run.
    pub(crate) lanes: Lanes,
    /// Whether synthetic identity numbers are taken.
    pub(crate) allow_synthetic: bool,
}

impl Intake {
    /// Admits a Submission: when it returns, it is durable, whatever became of it.
    pub(crate) async fn admit(
        &self,
        permit: &Permit<Sender>,
        submission: Submission,
    ) -> Result<Receipt, Arc<StoreError>> {
        let arrived = Instant::now();
        let checked = self.check(permit, &submission).await;
        let receipt = self.keep(permit, &submission, checked).await?;
        if !receipt.again {
            telemetry::silenced(permit.holder(), &receipt.issues);
        }
        telemetry::acknowledged(submission.door, receipt.answered(), arrived.elapsed());
        Ok(receipt)
    }

    /// Keeps a Submission that a door could not even read, as rejected.
    pub(crate) async fn refuse(
        &self,
        permit: &Permit<Sender>,
        submission: Submission,
        why: Issue,
    ) -> Result<Receipt, Arc<StoreError>> {
        let checked = Checked {
            issues: vec![why],
            head: None,
        };
        let receipt = self.keep(permit, &submission, checked).await?;
        telemetry::submission(submission.door, receipt.answered());
        Ok(receipt)
    }

    /// Whether something that arrived could not be kept, no longer ago than this, and nothing was
    /// since.
    pub(crate) fn failed_within(&self, span: Duration) -> bool {
        self.journal.failed_within(span) || self.vault.failed_within(span)
    }

    /// Checks a Submission; nothing is kept.
    pub(crate) async fn check(&self, permit: &Permit<Sender>, submission: &Submission) -> Checked {
        let passing = Hop::Check.enter();
        let mut checked = checking::check(self, permit.holder(), submission).await;
        passing.passed();
        let sender = permit.holder();
        self.silences
            .apply(sender, submission.received_at, &mut checked);
        checked
    }

    async fn keep(
        &self,
        permit: &Permit<Sender>,
        submission: &Submission,
        checked: Checked,
    ) -> Result<Receipt, Arc<StoreError>> {
        let draft = draft::draft(self, permit.holder(), submission, checked).await?;
        let passing = Hop::Append.enter();
        let receipt = self.journal.append(draft).await?;
        passing.passed();
        Ok(receipt)
    }
}
