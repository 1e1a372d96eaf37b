//! The Journal: everything that arrived, in order, never changed.
//!
//! Drafts that arrive while a commit is under way wait and share the next one, so
//! that one fsync serves many. The queue is bounded; a full queue makes callers
//! wait, and the intake's admission limits how many may.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use caseway_proto::{Disposition, Issue, Position, SubmissionId};
use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot, watch};

use crate::failures::Failures;
use crate::{Decision, Draft, Durable, Entry, Receipt, Ruling, StoreError};

/// At most this many bytes of sealed bodies in a page of Entries: 32 MiB.
pub const PAGE_BODY_BYTES_MAX: usize = 32 << 20;

/// What the Journal holds of a Submission, as its Receipt tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// Where it stands.
    pub position: Position,
    /// Its name.
    pub id: SubmissionId,
    /// What became of it.
    pub disposition: Disposition,
    /// The findings.
    pub issues: Vec<Issue>,
    /// When its last byte was here, in whole microseconds: an engine keeps no finer time.
    pub received_at: Timestamp,
    /// Whether it was there before.
    pub again: bool,
}

/// What an engine does for the Journal.
#[async_trait]
pub trait JournalEngine: Send + Sync + 'static {
    /// Writes Drafts in order in one transaction, each as [`crate::decide`] says
    /// given what was there before it, earlier Drafts of the same call included.
    /// The answers are in the order of the Drafts. `Ok` means fsynced.
    async fn append(&self, drafts: Vec<Draft>) -> Result<Vec<Logged>, StoreError>;

    /// Writes an Operator's decision. `Ok` means fsynced.
    async fn append_decision(
        &self,
        decision: Decision,
        at: Timestamp,
    ) -> Result<Position, StoreError>;

    /// Writes a registrar's ruling. `Ok` means fsynced.
    async fn append_ruling(&self, ruling: Ruling, at: Timestamp) -> Result<Position, StoreError>;

    /// Up to `most` Entries after a Position in order, rejected ones left out, and
    /// the Position up to which the Journal was read: at most
    /// [`PAGE_BODY_BYTES_MAX`] of bodies, but at least one Entry where there is one.
    async fn page(&self, after: Position, most: u32) -> Result<(Vec<Entry>, Position), StoreError>;

    /// One Entry, as [`JournalEngine::page`] would give it.
    async fn entry(&self, position: Position) -> Result<Option<Entry>, StoreError>;

    /// The Entries at some Positions in order, as [`JournalEngine::page`] would give them; the
    /// last ones are left out where the bodies would be more than it gives.
    async fn entries(&self, positions: &[Position]) -> Result<Vec<Entry>, StoreError>;

    /// The Position of the newest Entry, 0 when there is none.
    async fn head(&self) -> Result<Position, StoreError>;

    /// Waits until there is an Entry after a Position, whichever process wrote it, and
    /// gives the newest one's.
    async fn wait_for_entry(&self, after: Position) -> Result<Position, StoreError>;
}

/// How commits are grouped.
#[derive(Clone, Copy, Debug)]
pub struct Grouping {
    /// At most this many Drafts in a commit.
    pub drafts_max: usize,
    /// At most this many Drafts waiting for a commit.
    pub waiting_max: usize,
}

impl Default for Grouping {
    fn default() -> Self {
        Self {
            drafts_max: 128,
            waiting_max: 1024,
        }
    }
}

struct Job {
    draft: Draft,
    answer: oneshot::Sender<Result<Logged, Arc<StoreError>>>,
}

/// Everything that arrived. Cheap to clone; all clones share one writer.
#[derive(Clone)]
pub struct Journal {
    engine: Arc<dyn JournalEngine>,
    queue: mpsc::Sender<Job>,
    head: watch::Sender<Position>,
    failures: Failures,
}

impl Journal {
    /// Opens the Journal on an engine and starts its writer.
    ///
    /// # Errors
    /// When the engine cannot tell its head.
    pub async fn open(
        engine: Arc<dyn JournalEngine>,
        grouping: Grouping,
    ) -> Result<Self, StoreError> {
        let (head, _) = watch::channel(engine.head().await?);
        let (queue, jobs) = mpsc::channel(grouping.waiting_max);
        let journal = Self {
            engine,
            queue,
            head,
            failures: Failures::default(),
        };
        let told = (journal.head.clone(), journal.failures.clone());
        tokio::spawn(write(journal.engine.clone(), jobs, told, grouping));
        Ok(journal)
    }

    /// Keeps a Draft and gives its Receipt. When it returns, the Entry is fsynced.
    ///
    /// # Errors
    /// When the engine failed: the Draft may or may not have been kept, and
    /// appending it again is safe.
    pub async fn append(&self, draft: Draft) -> Result<Receipt, Arc<StoreError>> {
        let (answer, answered) = oneshot::channel();
        let closed = || Arc::new(StoreError::Closed);
        self.queue
            .send(Job { draft, answer })
            .await
            .map_err(|_| closed())?;
        let logged = answered.await.map_err(|_| closed())??;
        Ok(Receipt::new(Durable::at(logged.position), logged))
    }

    /// Whether a commit failed, through no fault of what was in it, no longer ago than this, and
    /// nothing was written since.
    #[must_use]
    pub fn failed_within(&self, span: Duration) -> bool {
        self.failures.within(span)
    }

    /// Keeps an Operator's decision.
    ///
    /// # Errors
    /// When the engine failed.
    pub async fn decide(&self, decision: Decision, at: Timestamp) -> Result<Position, StoreError> {
        let position = self.engine.append_decision(decision, at).await?;
        self.advance(position);
        Ok(position)
    }

    /// Keeps a registrar's ruling.
    ///
    /// # Errors
    /// When the engine failed.
    pub async fn rule(&self, ruling: Ruling, at: Timestamp) -> Result<Position, StoreError> {
        let position = self.engine.append_ruling(ruling, at).await?;
        self.advance(position);
        Ok(position)
    }

    /// Up to `most` Entries after a Position, and the Position read up to.
    ///
    /// # Errors
    /// When the engine failed.
    pub async fn page(
        &self,
        after: Position,
        most: u32,
    ) -> Result<(Vec<Entry>, Position), StoreError> {
        self.engine.page(after, most).await
    }

    /// One Entry.
    ///
    /// # Errors
    /// When the engine failed.
    pub async fn entry(&self, position: Position) -> Result<Option<Entry>, StoreError> {
        self.engine.entry(position).await
    }

    /// The Entries at some Positions, which rise; the last ones are left out where the bodies
    /// would be too many bytes.
    ///
    /// # Errors
    /// When the engine failed.
    pub async fn entries(&self, positions: &[Position]) -> Result<Vec<Entry>, StoreError> {
        self.engine.entries(positions).await
    }

    /// Waits until there is an Entry after a Position, whichever process wrote it.
    ///
    /// # Errors
    /// When the engine failed.
    pub async fn wait_for_entry(&self, after: Position) -> Result<(), StoreError> {
        let mut head = self.head.subscribe();
        tokio::select! {
            // It cannot be gone: this Journal tells it.
            _ = head.wait_for(|head| *head > after) => {}
            found = self.engine.wait_for_entry(after) => self.advance(found?),
        }
        Ok(())
    }

    fn advance(&self, position: Position) {
        advance(&self.head, position);
    }
}

fn advance(head: &watch::Sender<Position>, position: Position) {
    head.send_if_modified(|head| {
        let newer = position > *head;
        *head = position.max(*head);
        newer
    });
}

/// Commits what waits, group by group, until every Journal is gone.
async fn write(
    engine: Arc<dyn JournalEngine>,
    mut jobs: mpsc::Receiver<Job>,
    (head, failures): (watch::Sender<Position>, Failures),
    grouping: Grouping,
) {
    let mut group = Vec::with_capacity(grouping.drafts_max);
    while jobs.recv_many(&mut group, grouping.drafts_max).await > 0 {
        let (drafts, answers): (Vec<_>, Vec<_>) =
            group.drain(..).map(|job| (job.draft, job.answer)).unzip();
        let result = engine.append(drafts).await;
        failures.note(&result, |logged| logged.iter().any(|logged| !logged.again));
        if let Ok(logged) = &result
            && let Some(last) = logged.iter().map(|logged| logged.position).max()
        {
            advance(&head, last);
        }
        answer(answers, result);
    }
}

type Answer = oneshot::Sender<Result<Logged, Arc<StoreError>>>;

/// Gives each caller its part; a caller that has gone away is no one's loss.
fn answer(answers: Vec<Answer>, result: Result<Vec<Logged>, StoreError>) {
    match result {
        Ok(logged) => answers
            .into_iter()
            .zip(logged)
            .for_each(|(answer, logged)| {
                answer.send(Ok(logged)).ok();
            }),
        Err(error) => {
            let error = Arc::new(error);
            for answer in answers {
                answer.send(Err(error.clone())).ok();
            }
        }
    }
}
