//! What sends: in order within a partition, and each message once however often it is tried.

use std::time::Duration;

use rdkafka::error::KafkaError;
use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::producer::{DeliveryFuture, FutureProducer, FutureRecord, Producer as _};

use caseway_store::Change;

use super::client::client;
use super::error::{Doing as _, Fault};
use super::wire;
use crate::{Announced, Settings};

/// What is not with the brokers after this long counts as refused, in milliseconds: everything
/// is announced again then.
const DELIVERY_MILLIS_MAX: &str = "15000";
/// How long a message waits for others to go with, in milliseconds.
const LINGER_MILLIS: &str = "2";
/// A broker has this long to answer.
const ANSWER_WAIT: Duration = Duration::from_secs(10);
const ANNOUNCING: &str = "announcing entries";
const PUBLISHING: &str = "publishing cases";

/// A producer. Nothing is sent by it after a failure: the next round has another.
#[derive(Clone)]
pub(crate) struct Speaker {
    producer: FutureProducer,
}

impl Speaker {
    pub(crate) fn new(settings: &Settings) -> Result<Self, Fault> {
        let mut client = client(settings);
        client
            .set("enable.idempotence", "true")
            .set("message.timeout.ms", DELIVERY_MILLIS_MAX)
            .set("linger.ms", LINGER_MILLIS)
            // A Case is a document of tens of kilobytes that says much again and again.
            .set("compression.type", "lz4")
            // As every other client spreads keys.
            .set("partitioner", "murmur2_random");
        let producer = client.create().doing("making a producer")?;
        Ok(Self { producer })
    }

    /// Waits until the brokers answer. Why they do not is logged: of all clients only one that
    /// sends hears of it.
    pub(crate) async fn reach(&self) -> Result<(), Fault> {
        let producer = self.producer.clone();
        let asked = move || {
            producer
                .client()
                .fetch_metadata(None, ANSWER_WAIT)
                .map(drop)
        };
        let answered = tokio::task::spawn_blocking(asked).await;
        answered
            .unwrap_or(Err(KafkaError::Canceled))
            .doing("reaching the brokers")
    }

    /// Announces, and returns when the brokers have it all.
    pub(crate) async fn announce(&self, topic: &str, all: &[Announced]) -> Result<(), Fault> {
        let mut sent = Vec::with_capacity(all.len());
        for one in all {
            let payload = wire::encode(one);
            let partition = i32::try_from(one.partition).unwrap_or_default();
            let record = FutureRecord::<(), _>::to(topic).partition(partition);
            let queued = self.producer.send_result(record.payload(&payload));
            sent.push(queued.map_err(|(error, _)| error).doing(ANNOUNCING)?);
        }
        delivered(sent, ANNOUNCING).await
    }

    /// Publishes Cases as they stand, and a tombstone for each that is gone.
    pub(crate) async fn publish(&self, topic: &str, changes: &[Change]) -> Result<(), Fault> {
        let mut sent = Vec::with_capacity(changes.len());
        for change in changes {
            let revision = change.revision.to_string();
            let header = Header {
                key: "revision",
                value: Some(&revision),
            };
            let record = FutureRecord::<_, String>::to(topic)
                .key(&change.case.0)
                .headers(OwnedHeaders::new().insert(header));
            let record = match &change.document {
                Some(document) => record.payload(document),
                None => record,
            };
            let queued = self.producer.send_result(record);
            sent.push(queued.map_err(|(error, _)| error).doing(PUBLISHING)?);
        }
        delivered(sent, PUBLISHING).await
    }
}

async fn delivered(sent: Vec<DeliveryFuture>, doing: &'static str) -> Result<(), Fault> {
    for one in sent {
        let delivery = one.await.map_err(|_| KafkaError::Canceled).doing(doing)?;
        delivery.map_err(|(error, _)| error).doing(doing)?;
    }
    Ok(())
}
