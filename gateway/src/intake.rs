//! The intake: the whole story of a Submission at the door, on one screen.
//!
//! receive (a door) → **admit**: check → append → Receipt. Every door calls
//! [`Intake::admit`] and nothing else, so the same report has the same outcome at
//! each. What happens behind the Journal is the normaliser's story.

use std::sync::Arc;
use std::time::Instant;

use caseway_profiles::{Ask, Catalogue, Checked};
use caseway_proto::{
    Digest, Disposition, Issue, Person, ReportHead, Sender, Submission, SubmissionId,
};
use caseway_store::{Draft, Journal, Owner, Receipt, StoreError, Vault, Version};

use crate::auth::Permit;
use crate::telemetry;

/// Bodies above this many bytes are checked on a thread of their own, so that a
/// large one does not hold up the small ones behind it.
const INLINE_BYTES_MAX: usize = 256 << 10;

/// Checks, keeps and answers for Submissions.
#[derive(Clone)]
pub struct Intake {
    /// What reports are checked by.
    pub catalogue: Arc<Catalogue>,
    /// Where everything is kept.
    pub journal: Journal,
    /// Where Persons get their pseudonyms and bodies are sealed.
    pub vault: Vault,
    /// Whether synthetic identity numbers are taken.
    pub allow_synthetic: bool,
}

impl Intake {
    /// Admits a Submission: when it returns, it is durable, whatever became of it.
    pub async fn admit(
        &self,
        permit: &Permit<Sender>,
        submission: Submission,
    ) -> Result<Receipt, Arc<StoreError>> {
        let arrived = Instant::now();
        let checked = self.check(permit, &submission).await;
        let receipt = self.keep(permit, &submission, checked).await?;
        telemetry::acknowledged(submission.door, receipt.answered(), arrived.elapsed());
        Ok(receipt)
    }

    /// Keeps a Submission that a door could not even read, as rejected.
    pub async fn refuse(
        &self,
        permit: &Permit<Sender>,
        submission: Submission,
        why: Issue,
    ) -> Result<Receipt, Arc<StoreError>> {
        let checked = Checked { issues: vec![why], head: None, tree: None };
        let receipt = self.keep(permit, &submission, checked).await?;
        telemetry::submission(submission.door, receipt.answered());
        Ok(receipt)
    }

    /// Checks a Submission; nothing is kept.
    pub async fn check(&self, permit: &Permit<Sender>, submission: &Submission) -> Checked {
        let started = Instant::now();
        let checked = if submission.body.len() <= INLINE_BYTES_MAX {
            check(&self.catalogue, permit.holder(), submission, self.allow_synthetic)
        } else {
            self.check_apart(permit, submission).await
        };
        telemetry::hop("check", started.elapsed());
        checked
    }

    async fn check_apart(&self, permit: &Permit<Sender>, submission: &Submission) -> Checked {
        let (catalogue, allow_synthetic) = (self.catalogue.clone(), self.allow_synthetic);
        let (sender, submission) = (permit.holder().clone(), submission.clone());
        let checking = tokio::task::spawn_blocking(move || {
            check(&catalogue, &sender, &submission, allow_synthetic)
        });
        checking.await.unwrap_or_else(|_| crashed())
    }

    async fn keep(
        &self,
        permit: &Permit<Sender>,
        submission: &Submission,
        checked: Checked,
    ) -> Result<Receipt, Arc<StoreError>> {
        let draft = self.draft(permit.holder(), submission, checked).await?;
        let started = Instant::now();
        let receipt = self.journal.append(draft).await?;
        telemetry::hop("append", started.elapsed());
        Ok(receipt)
    }

    /// Names, seals and describes what the Journal is to keep.
    async fn draft(
        &self,
        sender: &Sender,
        submission: &Submission,
        checked: Checked,
    ) -> Result<Draft, Arc<StoreError>> {
        let rejected = checked.rejects();
        let Checked { issues, head, .. } = checked;
        let raw = Digest::of(&submission.body);
        let content = head.as_ref().map_or(raw, |head| head.content);
        let key = submission_key(head.as_ref(), content);
        let plan = self.catalogue.plan_digest();
        let id = SubmissionId::derive(sender.id, &key, content, plan);
        let person = self.person(sender, head.as_ref()).await?;
        let owner = person.map_or(Owner::Sender(sender.id), Owner::Person);
        let body = self.vault.seal(owner, &id.0, &submission.body).await?;
        let version = head.zip(person).and_then(|(head, person)| version(head, person, &key));
        let verdict = match version {
            Some(_) if !rejected => Disposition::Accepted,
            _ => Disposition::Rejected,
        };
        let (sender, door, syntax) = (sender.id, submission.door, submission.syntax);
        let received_at = submission.received_at;
        Ok(Draft { id, sender, key, content, raw, plan, door, syntax, verdict, issues, version, body, received_at })
    }

    async fn person(
        &self,
        sender: &Sender,
        head: Option<&ReportHead>,
    ) -> Result<Option<Person>, Arc<StoreError>> {
        match head.and_then(|head| head.identity.as_ref()) {
            Some(identity) => self.vault.admit(sender.id, identity).await.map(Some),
            None => Ok(None),
        }
    }
}

/// The checker, with a panic of its turned into a finding.
fn check(catalogue: &Catalogue, sender: &Sender, submission: &Submission, allow_synthetic: bool) -> Checked {
    let ask = Ask {
        registry: submission.registry.as_ref(),
        default_registry: sender.default_registry.as_ref(),
        profile: None,
        received_at: submission.received_at,
        allow_synthetic,
    };
    let checking = std::panic::AssertUnwindSafe(|| catalogue.check(&submission.body, &ask));
    std::panic::catch_unwind(checking).unwrap_or_else(|_| crashed())
}

fn crashed() -> Checked {
    let issue = Issue::new(
        caseway_proto::Severity::Error,
        caseway_proto::IssueCode::Transient,
        "checker-crashed",
        "The report could not be checked because of a fault here, not in the report. It is kept, \
         and the operators can see it; send it again with a new Bundle.identifier when they say so.",
    );
    Checked { issues: vec![issue], head: None, tree: None }
}

/// `Bundle.identifier`, or the content's digest for a Bundle without one.
fn submission_key(head: Option<&ReportHead>, content: Digest) -> String {
    head.and_then(|head| head.submission_key.clone()).unwrap_or_else(|| format!("digest|{content}"))
}

fn version(head: ReportHead, person: Person, key: &str) -> Option<Version> {
    Some(Version {
        person,
        report_key: head.report_key.unwrap_or_else(|| key.to_owned()),
        rank: head.rank,
        retracts: head.retracts,
        registry: head.registry?,
        kind: head.kind.unwrap_or_else(|| caseway_proto::ReportKind(String::from("report"))),
        profile: head.profile.unwrap_or_default(),
    })
}
