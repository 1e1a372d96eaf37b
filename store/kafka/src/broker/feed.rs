//! The Feed of a normaliser: the partitions that its group has for it.
//!
//! One consumer, polled by a task of its own however long recording takes, so that a slow page
//! costs no partition. What it receives goes to the partitions' inlets; a partition that has
//! enough is paused until its inlet wants more.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use caseway_store::{Feed, Inlet, Journal, StoreError};
use rdkafka::consumer::{BaseConsumer, Consumer as _, ConsumerContext, Rebalance, StreamConsumer};
use rdkafka::error::KafkaError;
use rdkafka::message::BorrowedMessage;
use rdkafka::{ClientContext, Message as _, TopicPartitionList};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::client::client;
use super::inlet::{KafkaInlet, Source};
use super::waiting::{Giving, Waiting, waiting};
use super::wire;
use crate::Settings;

pub(crate) type Consumer = StreamConsumer<Assigned>;
type Given = (u32, Waiting);

/// The partitions that a group has for this process.
pub struct KafkaFeed {
    journal: Journal,
    topic: Arc<str>,
    consumer: Arc<Consumer>,
    given: mpsc::UnboundedReceiver<Given>,
    pump: JoinHandle<()>,
}

impl KafkaFeed {
    /// Joins the group. Needs no broker to be there yet.
    ///
    /// # Errors
    /// When the settings cannot be used.
    pub fn open(settings: &Settings, journal: Journal) -> Result<Self, StoreError> {
        let (give, given) = mpsc::unbounded_channel();
        let assigned = Assigned {
            give,
            partitions: Mutex::default(),
        };
        let mut client = client(settings);
        client
            .set("group.id", &settings.group)
            .set("enable.auto.commit", "false")
            .set("enable.auto.offset.store", "false")
            .set("auto.offset.reset", "earliest")
            .set("partition.assignment.strategy", "cooperative-sticky")
            .set("session.timeout.ms", "6000")
            .set("heartbeat.interval.ms", "2000")
            // Announcements are small; a process has room for these.
            .set("queued.max.messages.kbytes", "1024");
        let consumer: Arc<Consumer> =
            Arc::new(client.create_with_context(assigned).map_err(refused)?);
        let topics = [settings.entries_topic.as_str()];
        consumer.subscribe(&topics).map_err(refused)?;
        metrics::gauge!("caseway_feed_partitions").set(0);
        metrics::counter!("caseway_feed_gaps_total").increment(0);
        metrics::counter!("caseway_feed_duplicates_total").increment(0);
        Ok(Self {
            journal,
            topic: settings.entries_topic.as_str().into(),
            pump: tokio::spawn(pump(consumer.clone())),
            consumer,
            given,
        })
    }
}

impl Drop for KafkaFeed {
    fn drop(&mut self) {
        self.pump.abort();
        // Leaves the group, so that others have its partitions at once.
        self.consumer.unsubscribe();
    }
}

#[async_trait]
impl Feed for KafkaFeed {
    async fn inlet(&mut self) -> Result<Box<dyn Inlet>, Arc<StoreError>> {
        match self.given.recv().await {
            Some((number, waiting)) => {
                let source = Source {
                    consumer: self.consumer.clone(),
                    topic: self.topic.clone(),
                    number,
                };
                Ok(Box::new(KafkaInlet::new(
                    self.journal.clone(),
                    source,
                    waiting,
                )))
            }
            // It cannot be: the consumer that gives is this Feed's.
            None => std::future::pending().await,
        }
    }
}

fn refused(error: KafkaError) -> StoreError {
    StoreError::Refused {
        doing: "joining the normalisers on kafka",
        source: error.into(),
    }
}

/// Takes what comes to the partition that it is for.
///
/// Failures are taken as fast as they come, tens a second while brokers are away: what says which
/// partitions this process has stands in the same line behind them.
async fn pump(consumer: Arc<Consumer>) {
    let mut failing = false;
    loop {
        match consumer.recv().await {
            Ok(message) => {
                failing = false;
                take(&consumer, &message);
            }
            Err(error) => {
                if !failing {
                    tracing::warn!(%error, "kafka gives no announcements now");
                }
                failing = true;
            }
        }
    }
}

fn take(consumer: &Consumer, message: &BorrowedMessage<'_>) {
    let partition = message.partition();
    let Some(link) = message.payload().and_then(wire::decode) else {
        let offset = message.offset();
        tracing::warn!(partition, offset, "what came is no announcement");
        return;
    };
    let number = u32::try_from(partition).unwrap_or(u32::MAX);
    let partitions = consumer.context().partitions();
    let Some(giving) = partitions.get(&number) else {
        return;
    };
    if giving.give((link, message.offset())) {
        let mut paused = TopicPartitionList::new();
        paused.add_partition(message.topic(), partition);
        if let Err(error) = consumer.pause(&paused) {
            tracing::warn!(%error, partition, "a partition cannot be paused");
        }
        giving.held_off();
    }
}

/// What the group has for this process.
pub(crate) struct Assigned {
    give: mpsc::UnboundedSender<Given>,
    partitions: Mutex<BTreeMap<u32, Giving>>,
}

impl Assigned {
    fn partitions(&self) -> MutexGuard<'_, BTreeMap<u32, Giving>> {
        self.partitions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells how many partitions this process has.
    fn tell(&self) {
        let held = u32::try_from(self.partitions().len()).unwrap_or(u32::MAX);
        metrics::gauge!("caseway_feed_partitions").set(held);
    }
}

impl ClientContext for Assigned {}

impl ConsumerContext for Assigned {
    /// An inlet that nobody gives anything ends after the page under way.
    fn pre_rebalance(&self, _: &BaseConsumer<Self>, rebalance: &Rebalance<'_>) {
        match rebalance {
            Rebalance::Assign(given) => {
                for number in numbers(given) {
                    let (giving, waiting) = waiting();
                    self.partitions().insert(number, giving);
                    self.give.send((number, waiting)).ok();
                }
                self.tell();
            }
            Rebalance::Revoke(taken) => {
                let mut partitions = self.partitions();
                for number in numbers(taken) {
                    partitions.remove(&number);
                }
                drop(partitions);
                self.tell();
            }
            Rebalance::Error(error) => {
                tracing::warn!(%error, "kafka shares the partitions out anew");
            }
        }
    }
}

fn numbers(list: &TopicPartitionList) -> Vec<u32> {
    let elements = list.elements();
    let numbers = elements.iter().map(|one| u32::try_from(one.partition()));
    numbers.filter_map(Result::ok).collect()
}
