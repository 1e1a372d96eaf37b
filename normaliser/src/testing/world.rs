//! A world to submit to: a Journal, a Vault and a Casebook, and what is read by them.

use std::sync::{Arc, LazyLock};

use caseway_profiles::{Catalogue, Settings};
use caseway_proto::{
    Digest, Disposition, Door, Person, Position, Rank, RegistryId, ReportKind, SenderId,
    SubmissionId, Syntax,
};
use caseway_store::{
    Action, Decision, Draft, Grouping, Journal, Keyring, Owner, Ruling, Vault, Version,
};
use jiff::Timestamp;
use serde_json::Value;

use super::Memory;
use crate::Parts;

/// What bodies are read by: R4 is enough.
static CATALOGUE: LazyLock<Arc<Catalogue>> =
    LazyLock::new(|| Arc::new(Catalogue::new(Settings::default()).unwrap()));

/// A world to submit to.
pub(crate) struct World {
    pub(crate) parts: Parts,
    pub(crate) memory: Arc<Memory>,
    count: u8,
}

impl World {
    pub(crate) async fn new() -> Self {
        let memory = Arc::new(Memory::default());
        let random = Arc::new(ring::rand::SystemRandom::new());
        let keyring = Keyring::new(&[1; 64], random).unwrap();
        let journal = Journal::open(memory.clone(), Grouping::default())
            .await
            .unwrap();
        let parts = Parts {
            journal,
            vault: Vault::open(memory.clone(), keyring),
            catalogue: CATALOGUE.clone(),
            casebook: memory.clone(),
        };
        Self {
            parts,
            memory,
            count: 0,
        }
    }

    /// The same Journal with a fresh Casebook.
    pub(crate) fn fresh(&self) -> (Parts, Arc<Memory>) {
        let memory = Arc::new(Memory::default());
        let parts = Parts {
            casebook: memory.clone(),
            ..self.parts.clone()
        };
        (parts, memory)
    }

    /// Appends a version of a report; later ones are newer.
    pub(crate) async fn submit(
        &mut self,
        report: &str,
        person: Person,
        kind: &str,
        tree: &Value,
    ) -> Position {
        let body = serde_json::to_vec(tree).unwrap();
        self.submit_bytes(report, person, kind, &body).await
    }

    /// Appends a body as it is.
    pub(crate) async fn submit_bytes(
        &mut self,
        report: &str,
        person: Person,
        kind: &str,
        body: &[u8],
    ) -> Position {
        self.count += 1;
        let id = SubmissionId([self.count; 16]);
        let sealed = self
            .parts
            .vault
            .seal(Owner::Person(person), &id.0, body)
            .await
            .unwrap();
        let draft = Draft {
            id,
            sender: SenderId(1),
            key: format!("key-{}", self.count),
            content: Digest::of(body),
            raw: Digest::of(body),
            plan: Digest::of(b"plan"),
            door: Door::Rest,
            syntax: Syntax::Json,
            verdict: Disposition::Accepted,
            issues: Vec::new(),
            version: Some(Version {
                person,
                report_key: report.to_owned(),
                rank: Rank(format!("{:03}", self.count)),
                retracts: false,
                registry: RegistryId("breast".to_owned()),
                kind: ReportKind(kind.to_owned()),
                profile: "profile|1".to_owned(),
            }),
            body: sealed,
            received_at: Timestamp::UNIX_EPOCH,
        };
        self.parts.journal.append(draft).await.unwrap().position()
    }

    pub(crate) async fn decide(&self, action: Action, about: Position) -> Position {
        let decision = Decision {
            action,
            about,
            reason: "asked the ward".to_owned(),
            operator: "night shift".to_owned(),
        };
        self.parts
            .journal
            .decide(decision, Timestamp::UNIX_EPOCH)
            .await
            .unwrap()
    }

    pub(crate) async fn rule(&self, ruling: Ruling) -> Position {
        self.parts
            .journal
            .rule(ruling, Timestamp::UNIX_EPOCH)
            .await
            .unwrap()
    }
}
