//! Apache Kafka: the one place that names it.

use std::sync::Arc;

use anyhow::{Context as _, ensure};
use caseway_store::{Feed, Journal, Relaying, StoreError};
use caseway_store_kafka::{KafkaFeed, Security, Settings, relay};

use crate::config::Kafka;

/// What carries Entries from the Journal to the normalisers.
#[derive(Clone)]
pub(crate) struct Carrier {
    settings: Arc<Settings>,
}

impl Carrier {
    /// What a configuration names.
    pub(crate) fn of(kafka: &Kafka) -> anyhow::Result<Self> {
        let settings = Settings {
            brokers: kafka.brokers.clone(),
            entries_topic: kafka.entries_topic.clone(),
            cases_topic: Some(kafka.cases_topic.clone()).filter(|topic| !topic.is_empty()),
            partitions: kafka.partitions,
            replication: kafka.replication,
            group: kafka.group.clone(),
            security: security(kafka)?,
        };
        Ok(Self {
            settings: Arc::new(settings),
        })
    }

    /// The partitions that it has for this process.
    pub(crate) fn feed(&self, journal: Journal) -> Result<Box<dyn Feed>, StoreError> {
        Ok(Box::new(KafkaFeed::open(&self.settings, journal)?))
    }

    /// Tells it what stands in the Journal, and which Cases have changed, until `stop`
    /// resolves.
    pub(crate) async fn relay(
        &self,
        store: Arc<dyn Relaying>,
        stop: impl Future<Output = ()>,
    ) -> Result<(), Arc<StoreError>> {
        relay(store, &self.settings, stop).await
    }
}

fn security(kafka: &Kafka) -> anyhow::Result<Option<Security>> {
    let Some(authority) = &kafka.tls_root else {
        return Ok(None);
    };
    ensure!(
        cfg!(feature = "kafka-tls"),
        "kafka.tls_root: this caseway speaks no TLS to Kafka; build it with the feature kafka-tls"
    );
    let login = match (&kafka.login, &kafka.password_file) {
        (Some(login), Some(file)) => {
            let read = std::fs::read_to_string(file);
            let shown = file.display();
            let password = read.with_context(|| format!("cannot read the password in {shown}"))?;
            let password = password.trim_end_matches(['\r', '\n']);
            Some((login.clone(), password.to_owned()))
        }
        _ => None,
    };
    Ok(Some(Security {
        authority: authority.clone(),
        login,
    }))
}
