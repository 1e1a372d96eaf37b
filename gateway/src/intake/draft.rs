//! What the Journal is asked to keep: named, sealed and described.

use std::sync::Arc;

use caseway_profiles::Checked;
use caseway_proto::{
    Digest, Disposition, Issue, Person, ReportHead, ReportKind, Sender, Submission, SubmissionId,
};
use caseway_store::{Draft, Owner, StoreError, Vault, Version};

use super::Intake;
use crate::telemetry::Hop;

/// The kind of a report whose profile has no kinds.
const ANY_KIND: &str = "report";

/// The Draft of a Submission that was checked.
///
/// A body that names a person is sealed under the person's key, even when it is
/// rejected; one too broken for that under its Sender's.
pub(super) async fn draft(
    intake: &Intake,
    sender: &Sender,
    submission: &Submission,
    checked: Checked,
) -> Result<Draft, Arc<StoreError>> {
    let rejected = checked.rejects();
    let Checked { issues, head, .. } = checked;
    let raw = Digest::of(&submission.body);
    let content = head.as_ref().map_or(raw, |head| head.content);
    let key = submission_key(head.as_ref(), content);
    let named_by = match &head {
        Some(_) => content,
        None => unread(raw, &issues),
    };
    let id = SubmissionId::derive(sender.id, &key, named_by, intake.plan);
    let passing = Hop::Seal.enter();
    let person = person(&intake.vault, sender, head.as_ref()).await?;
    let owner = person.map_or(Owner::Sender(sender.id), Owner::Person);
    let body = intake.vault.seal(owner, &id.0, &submission.body).await?;
    passing.passed();
    let version = head
        .zip(person)
        .and_then(|(head, person)| version(head, person, &key));
    let accepted = version.is_some() && !rejected;
    Ok(Draft {
        id,
        sender: sender.id,
        key,
        content,
        raw,
        plan: intake.plan,
        door: submission.door,
        syntax: submission.syntax,
        verdict: if accepted {
            Disposition::Accepted
        } else {
            Disposition::Rejected
        },
        issues,
        version,
        body,
        received_at: submission.received_at,
    })
}

/// What a body is named by that could not be read: its bytes and why, so that an empty
/// one and one too large to be kept are two.
fn unread(raw: Digest, issues: &[Issue]) -> Digest {
    let why = issues.first().map_or("", |issue| issue.rule.as_str());
    Digest::of_parts(&[&raw.0, why.as_bytes()])
}

async fn person(
    vault: &Vault,
    sender: &Sender,
    head: Option<&ReportHead>,
) -> Result<Option<Person>, Arc<StoreError>> {
    match head.and_then(|head| head.identity.as_ref()) {
        Some(identity) => vault.admit(sender.id, identity).await.map(Some),
        None => Ok(None),
    }
}

/// `Bundle.identifier`, or the content's digest for a Bundle without one.
fn submission_key(head: Option<&ReportHead>, content: Digest) -> String {
    head.and_then(|head| head.submission_key.clone())
        .unwrap_or_else(|| format!("digest|{content}"))
}

fn version(head: ReportHead, person: Person, key: &str) -> Option<Version> {
    Some(Version {
        person,
        report_key: head.report_key.unwrap_or_else(|| key.to_owned()),
        rank: head.rank,
        retracts: head.retracts,
        registry: head.registry?,
        kind: head.kind.unwrap_or_else(|| ReportKind(ANY_KIND.to_owned())),
        profile: head.profile.unwrap_or_default(),
    })
}
