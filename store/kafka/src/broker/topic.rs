//! The topics: made where they are gone, and given the partitions they lack.
//!
//! By nobody but the relay, which knows how many there are to be.

use std::time::Duration;

use rdkafka::admin::{AdminClient, AdminOptions, NewPartitions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::types::RDKafkaErrorCode;

use super::client::client;
use super::error::{Doing as _, Fault};
use crate::Settings;

/// A broker has this long to answer.
const ANSWER_WAIT: Duration = Duration::from_secs(10);
/// How long announcements are kept, in milliseconds: a week. What the Feed still wants by then
/// is announced again.
const RETENTION_MILLIS: &str = "604800000";
const MAKING: &str = "making a topic";

type Admin = AdminClient<DefaultClientContext>;

/// Sees to it that every topic is there, that of entries with so many partitions at least.
pub(crate) async fn ready(settings: &Settings, partitions: u32) -> Result<(), Fault> {
    let admin: Admin = client(settings).create().doing(MAKING)?;
    let entries = [
        ("cleanup.policy", "delete"),
        ("retention.ms", RETENTION_MILLIS),
    ];
    one(
        &admin,
        settings,
        (&settings.entries_topic, partitions, &entries),
    )
    .await?;
    if let Some(cases) = &settings.cases_topic {
        let compacted = [("cleanup.policy", "compact")];
        one(&admin, settings, (cases, settings.partitions, &compacted)).await?;
    }
    Ok(())
}

async fn one(
    admin: &Admin,
    settings: &Settings,
    (name, partitions, how): (&str, u32, &[(&str, &str)]),
) -> Result<(), Fault> {
    let partitions = usize::try_from(partitions).unwrap_or(1);
    let replication = i32::try_from(settings.replication).unwrap_or(1);
    let in_sync = in_sync_min(settings.replication).to_string();
    let topic = NewTopic::new(
        name,
        i32::try_from(partitions).unwrap_or(1),
        TopicReplication::Fixed(replication),
    );
    let topic = how
        .iter()
        .fold(topic, |topic, (key, value)| topic.set(key, value));
    let topic = topic.set("min.insync.replicas", &in_sync);
    let options = AdminOptions::new().operation_timeout(Some(ANSWER_WAIT));
    let made = admin
        .create_topics([&topic], &options)
        .await
        .doing(MAKING)?;
    match made.into_iter().next() {
        Some(Err((_, RDKafkaErrorCode::TopicAlreadyExists))) => {}
        Some(Err((_, code))) => return Err(Fault::refused(MAKING, code)),
        _ => tracing::info!(topic = name, partitions, "the topic was made"),
    }
    let more = NewPartitions::new(name, partitions);
    let given = admin.create_partitions([&more], &options).await;
    match given.doing(MAKING)?.into_iter().next() {
        // It has as many already, or more.
        Some(Err((_, RDKafkaErrorCode::InvalidPartitions)) | Ok(_)) | None => Ok(()),
        Some(Err((_, code))) => Err(Fault::refused(MAKING, code)),
    }
}

/// How many brokers must have a message before it counts, of so many that keep it: all but
/// one, so that one may be gone.
const fn in_sync_min(replication: u32) -> u32 {
    if replication > 2 { replication - 1 } else { 1 }
}
