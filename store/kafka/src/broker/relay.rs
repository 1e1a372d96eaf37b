//! The relay: tells Kafka what stands in the Journal, and which Cases have changed.
//!
//! It keeps nothing. Each round begins where the Feed stands and goes on until something
//! fails, or until what was announced has not been recorded for too long; then the next round
//! announces it again, which does no harm.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use caseway_proto::Position;
use caseway_store::{Relaying, StoreError};

use super::error::Fault;
use super::speaker::Speaker;
use super::topic;
use crate::{Announcing, Patience, Settings};

/// At most this many arrivals are announced at once.
const ARRIVALS_MAX: u32 = 1_000;
/// At most this many Cases are published at once.
const CHANGES_MAX: u32 = 200;
/// Arrivals gather for this long before the next are announced: each time costs the brokers and
/// every normaliser something, and those gather for longer.
const GATHER: Duration = Duration::from_millis(50);
/// How often the relay looks where the Feed stands, and which Cases have changed.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// How long a round that failed is followed by nothing.
const PAUSE: Duration = Duration::from_secs(1);

/// Why a round ended without a failure.
enum Ended {
    /// What was announced is not recorded.
    NothingMoved,
    /// The Feed has another number of partitions now.
    Divided,
}

/// Relays until `stop` resolves.
///
/// # Errors
/// When the store refuses for good or contradicts itself.
pub async fn relay(
    store: Arc<dyn Relaying>,
    settings: &Settings,
    stop: impl Future<Output = ()>,
) -> Result<(), Arc<StoreError>> {
    let again = metrics::counter!("caseway_relay_again_total");
    again.increment(0);
    metrics::counter!("caseway_relay_announced_total").increment(0);
    let mut stop = pin!(stop);
    // Outlasts the rounds: each that does not help makes the next wait longer.
    let mut patience = Patience::new(Position::default(), Instant::now());
    loop {
        let ended = tokio::select! {
            biased;
            () = &mut stop => return Ok(()),
            ended = round(&*store, settings, &mut patience) => ended,
        };
        match ended {
            Ok(Ended::Divided) => continue,
            Ok(Ended::NothingMoved) => {
                tracing::warn!("what was announced is not recorded: it is announced again");
            }
            Err(fault) => {
                tracing::warn!(error = %fault, "the relay begins again where the feed stands");
                fault.lasting().map_or(Ok(()), Err)?;
            }
        }
        again.increment(1);
        tokio::select! {
            () = &mut stop => return Ok(()),
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}

async fn round(
    store: &dyn Relaying,
    settings: &Settings,
    patience: &mut Patience,
) -> Result<Ended, Fault> {
    let divided = store.divide(settings.partitions).await?;
    let positions = store.partitions().await?;
    let partitions = u32::try_from(positions.len()).unwrap_or(u32::MAX);
    let standing = positions.into_iter().min().unwrap_or_default();
    let speaker = Speaker::new(settings)?;
    speaker.reach().await?;
    topic::ready(settings, partitions.max(settings.partitions)).await?;
    tracing::info!(partitions, from = standing.0, "announcing");
    let round = Round {
        store,
        settings,
        speaker,
        announcing: Announcing::from(standing, partitions),
        patience,
        limit: if divided {
            None
        } else {
            Some(store.head().await?)
        },
    };
    let (store, topic) = (round.store, settings.cases_topic.as_deref());
    let speaker = round.speaker.clone();
    tokio::select! {
        ended = round.run() => ended,
        fault = publish(store, &speaker, topic) => Err(fault),
    }
}

/// From where the Feed stands until something ends it.
struct Round<'a> {
    store: &'a dyn Relaying,
    settings: &'a Settings,
    speaker: Speaker,
    announcing: Announcing,
    patience: &'a mut Patience,
    /// Where to stop and wait until all of it is recorded, so that the Feed can be divided.
    limit: Option<Position>,
}

impl Round<'_> {
    async fn run(mut self) -> Result<Ended, Fault> {
        let mut looks = tokio::time::interval(LOOK_EVERY);
        loop {
            let store = self.store;
            let mut news = pin!(news(store, self.wanted()));
            loop {
                tokio::select! {
                    biased;
                    _ = looks.tick() => {
                        if let Some(ended) = self.look().await? {
                            return Ok(ended);
                        }
                    }
                    found = &mut news => break found?,
                }
            }
            self.announce().await?;
            tokio::time::sleep(GATHER).await;
        }
    }

    /// After which Position arrivals are wanted, where any are.
    fn wanted(&self) -> Option<Position> {
        let read = self.announcing.read();
        let waits = self.limit.is_some_and(|limit| read >= limit);
        (!waits).then_some(read)
    }

    async fn announce(&mut self) -> Result<(), Fault> {
        let read = self.announcing.read();
        let (arrivals, upto) = self.store.arrivals(read, ARRIVALS_MAX).await?;
        let all = self.announcing.announce(&arrivals, upto);
        let topic = &self.settings.entries_topic;
        self.speaker.announce(topic, &all).await?;
        let entries = arrivals.len() as u64;
        metrics::counter!("caseway_relay_announced_total").increment(entries);
        Ok(())
    }

    /// Sees whether the round is over.
    async fn look(&mut self) -> Result<Option<Ended>, Fault> {
        if self.limit.is_some() && self.store.divide(self.settings.partitions).await? {
            return Ok(Some(Ended::Divided));
        }
        let (standing, told) = (self.store.position().await?, self.announcing.read());
        let over = self.patience.ends(standing, told, Instant::now());
        Ok(over.then_some(Ended::NothingMoved))
    }
}

/// Publishes Cases as they change, beside what is announced, which must not wait for it.
/// Resolves with what ended it.
async fn publish(store: &dyn Relaying, speaker: &Speaker, topic: Option<&str>) -> Fault {
    let Some(topic) = topic else {
        return std::future::pending().await;
    };
    loop {
        match publish_some(store, speaker, topic).await {
            Ok(published) if published < CHANGES_MAX as usize => {
                tokio::time::sleep(LOOK_EVERY).await;
            }
            Ok(_) => {}
            Err(fault) => return fault,
        }
    }
}

/// Publishes the Cases that waited longest, and gives how many those were.
async fn publish_some(
    store: &dyn Relaying,
    speaker: &Speaker,
    topic: &str,
) -> Result<usize, Fault> {
    let changes = store.changed(CHANGES_MAX).await?;
    if !changes.is_empty() {
        speaker.publish(topic, &changes).await?;
        store.told(&changes).await?;
    }
    Ok(changes.len())
}

/// Waits for arrivals after a Position; for ever where none are wanted.
async fn news(store: &dyn Relaying, after: Option<Position>) -> Result<(), StoreError> {
    match after {
        Some(after) => store.wait_for_entry(after).await.map(drop),
        None => std::future::pending().await,
    }
}
