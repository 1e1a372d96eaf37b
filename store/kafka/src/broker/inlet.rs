//! One partition of the Feed: announcements made into pages, in the order of the chain.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use caseway_proto::{Partition, Position};
use caseway_store::{Entry, Inlet, Journal, Matter as Of, Pageful, StoreError};
use rdkafka::consumer::{CommitMode, Consumer as _};
use rdkafka::error::KafkaResult;
use rdkafka::{Offset, TopicPartitionList};

use super::feed::Consumer;
use super::waiting::{Told, Waiting};
use crate::{Chain, Link, Matter};

/// Nothing that comes next for this long: it may be that the Feed was divided anew.
const SILENCE_MAX: Duration = Duration::from_secs(2);
/// At most this many announcements are held that wait for one that is missing.
const HELD_MAX: usize = 20_000;
/// A broker has this long to seek.
const SEEK_WAIT: Duration = Duration::from_secs(5);

/// Where announcements of a partition come from.
pub(crate) struct Source {
    pub(crate) consumer: Arc<Consumer>,
    pub(crate) topic: Arc<str>,
    pub(crate) number: u32,
}

pub(crate) struct KafkaInlet {
    journal: Journal,
    source: Source,
    waiting: Waiting,
    chain: Chain,
    /// The offset after the last that came.
    came: i64,
    /// The offset up to which everything is recorded, as last told to the broker.
    hinted: i64,
    /// Where the partition stood when something was missing last.
    missed: Option<Position>,
}

impl KafkaInlet {
    pub(crate) fn new(journal: Journal, source: Source, waiting: Waiting) -> Self {
        Self {
            journal,
            source,
            waiting,
            chain: Chain::default(),
            came: 0,
            hinted: 0,
            missed: None,
        }
    }

    /// Takes what has come, as far as it is wanted.
    fn drain(&mut self, standing: Position, most: u32) {
        for _ in 0..most {
            match self.waiting.there() {
                Some(told) => self.hold(told, standing),
                None => break,
            }
        }
        self.waiting.ask(|| self.source.resume());
    }

    fn hold(&mut self, (link, offset): Told, standing: Position) {
        self.came = offset.saturating_add(1);
        let new = link.position > standing && self.chain.hold(link, offset);
        if !new {
            metrics::counter!("caseway_feed_duplicates_total").increment(1);
        }
        if self.chain.held() > HELD_MAX {
            self.chain.forget_last();
        }
    }

    /// Tells the broker from where on whoever has the partition next should read.
    fn hint(&mut self) {
        let first = self.chain.first_offset().unwrap_or(self.came);
        if first > self.hinted && self.source.commit(first).is_ok() {
            self.hinted = first;
        }
    }

    /// Something is there and not what comes next. It is looked for once in what the broker
    /// still has; the relay announces it again where that has it not.
    async fn miss(&mut self, standing: Position) {
        if self.missed == Some(standing) {
            return;
        }
        self.missed = Some(standing);
        metrics::counter!("caseway_feed_gaps_total").increment(1);
        let partition = self.source.number;
        tracing::warn!(
            partition,
            standing = standing.0,
            "an announcement is missing: what comes after it waits"
        );
        if let Err(error) = self.source.rewind().await {
            tracing::warn!(%error, partition, "the partition cannot be read again");
        }
    }

    /// The Entries of some announcements, as far as one page takes them; none when the Journal
    /// has others there.
    async fn read(&self, links: &[Link]) -> Result<Option<Pageful>, StoreError> {
        let told: Vec<&Link> = links
            .iter()
            .filter(|link| link.matter != Matter::Nothing)
            .collect();
        let positions: Vec<Position> = told.iter().map(|link| link.position).collect();
        let entries = if positions.is_empty() {
            Vec::new()
        } else {
            self.journal.entries(&positions).await?
        };
        let agree = entries
            .iter()
            .zip(&told)
            .all(|(entry, link)| agree(entry, link));
        if !agree || (entries.is_empty() && !told.is_empty()) {
            return Ok(None);
        }
        let whole = entries.len() == told.len();
        let last = if whole {
            links.last()
        } else {
            told.get(entries.len() - 1).copied()
        };
        let to = last.map(|link| link.position).unwrap_or_default();
        Ok(Some(Pageful { entries, to }))
    }
}

fn agree(entry: &Entry, link: &Link) -> bool {
    let same = match (&entry.matter, link.matter) {
        (Of::Report { id, .. }, Matter::Report(told)) => *id == told,
        (Of::Report { .. }, _) | (_, Matter::Report(_)) => false,
        _ => true,
    };
    same && entry.position == link.position
}

#[async_trait]
impl Inlet for KafkaInlet {
    fn number(&self) -> u32 {
        self.source.number
    }

    async fn page(
        &mut self,
        partition: Partition,
        after: Position,
        most: u32,
    ) -> Result<Option<Pageful>, Arc<StoreError>> {
        loop {
            if self.waiting.is_over() {
                return Ok(None);
            }
            self.drain(after, most);
            self.chain.forget(after);
            self.hint();
            let links = self.chain.next(partition, after, most as usize);
            if !links.is_empty() {
                if let Some(page) = self.read(&links).await? {
                    return Ok(Some(page));
                }
                tracing::error!(
                    partition = self.source.number,
                    "the journal has not what was announced"
                );
                self.chain = Chain::default();
                self.miss(after).await;
            } else if self.chain.holds_of(partition.of) {
                self.miss(after).await;
            }
            match tokio::time::timeout(SILENCE_MAX, self.waiting.next()).await {
                Ok(Some(told)) => self.hold(told, after),
                Ok(None) => return Ok(None),
                Err(_) => {
                    let entries = Vec::new();
                    return Ok(Some(Pageful { entries, to: after }));
                }
            }
        }
    }
}

impl Source {
    fn list(&self, offset: Option<Offset>) -> KafkaResult<TopicPartitionList> {
        let number = i32::try_from(self.number).unwrap_or_default();
        let mut list = TopicPartitionList::new();
        match offset {
            Some(offset) => list.add_partition_offset(&self.topic, number, offset)?,
            None => drop(list.add_partition(&self.topic, number)),
        }
        Ok(list)
    }

    fn commit(&self, offset: i64) -> KafkaResult<()> {
        let list = self.list(Some(Offset::Offset(offset)))?;
        self.consumer.commit(&list, CommitMode::Async)
    }

    fn resume(&self) -> KafkaResult<()> {
        self.consumer.resume(&self.list(None)?)
    }

    /// Reads the partition from the beginning of what the broker has. Waits for the broker
    /// beside everything else.
    async fn rewind(&self) -> KafkaResult<()> {
        let list = self.list(Some(Offset::Beginning))?;
        let consumer = self.consumer.clone();
        let seeking = tokio::task::spawn_blocking(move || {
            consumer.seek_partitions(list, SEEK_WAIT).map(drop)
        });
        seeking.await.unwrap_or(Ok(()))
    }
}
