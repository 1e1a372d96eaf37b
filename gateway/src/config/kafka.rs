//! `[kafka]`: what carries Entries to the normalisers, and Cases to whoever wants them.

use std::path::PathBuf;

use serde::Deserialize;

use super::Storage;

/// More partitions than this help nobody, and cost each normaliser something.
const PARTITIONS_MAX: u32 = 1_000;

/// Brokers of Apache Kafka, and what the topics there are called.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Kafka {
    /// `HOST:PORT`, one or more, with commas between them. No default.
    pub(crate) brokers: String,
    /// The topic of entries. Default `caseway.entries`; the relay makes it.
    pub(crate) entries_topic: String,
    /// The topic of Cases. Default `caseway.cases`; empty: none.
    pub(crate) cases_topic: String,
    /// How many partitions the Feed is divided into: at most as many normalisers work at a
    /// time. Default 12. The relay divides the Feed anew when this has changed.
    pub(crate) partitions: u32,
    /// How many brokers keep each message, of a topic that the relay makes. Default 3.
    pub(crate) replication: u32,
    /// The group that normalisers share the partitions in. Default `caseway`.
    pub(crate) group: String,
    /// The file of the authority, in PEM, that the brokers' certificates must be of: then TLS
    /// is spoken, in a build with the feature `kafka-tls`. Default: none, in the clear.
    pub(crate) tls_root: Option<PathBuf>,
    /// The login there, for SCRAM-SHA-512. Default: none.
    pub(crate) login: Option<String>,
    /// The file of its password; a line end after it does not count.
    pub(crate) password_file: Option<PathBuf>,
}

impl Default for Kafka {
    fn default() -> Self {
        Self {
            brokers: String::new(),
            entries_topic: String::from("caseway.entries"),
            cases_topic: String::from("caseway.cases"),
            partitions: 12,
            replication: 3,
            group: String::from("caseway"),
            tls_root: None,
            login: None,
            password_file: None,
        }
    }
}

impl Kafka {
    /// What cannot be used, all of it.
    pub(crate) fn faults(&self, storage: &Storage) -> Vec<String> {
        let shared = storage.postgres.is_some();
        let unshared = "kafka carries between processes that share a PostgreSQL: name it in \
                        [storage.postgres]";
        let told = [(shared, unshared)].into_iter();
        let told = told.chain(self.names()).chain(self.numbers());
        let faults = told.filter(|(right, _)| !right);
        let mut faults: Vec<String> = faults.map(|(_, why)| why.to_owned()).collect();
        let files = [
            ("tls_root", &self.tls_root),
            ("password_file", &self.password_file),
        ];
        for (name, file) in files {
            if let Some(file) = file.as_ref().filter(|file| !file.is_file()) {
                faults.push(format!("kafka.{name} is not there: {}", file.display()));
            }
        }
        faults
    }

    /// What must hold of names, and what is wrong where it does not.
    fn names(&self) -> [(bool, &'static str); 6] {
        let (entries, cases) = (&self.entries_topic, &self.cases_topic);
        [
            (
                self.brokers.split(',').all(is_address),
                "kafka.brokers is not HOST:PORT, one or more, with commas between them",
            ),
            (
                is_topic(entries),
                "kafka.entries_topic is no name of a topic",
            ),
            (
                cases.is_empty() || is_topic(cases),
                "kafka.cases_topic is no name of a topic",
            ),
            (cases != entries, "kafka.cases_topic is that of entries"),
            (!self.group.is_empty(), "kafka.group is empty"),
            (
                self.login.is_some() == self.password_file.is_some(),
                "kafka.login and kafka.password_file are given together",
            ),
        ]
    }

    /// The same of numbers, and of who is told a password.
    fn numbers(&self) -> [(bool, &'static str); 3] {
        [
            (
                (1..=PARTITIONS_MAX).contains(&self.partitions),
                "kafka.partitions is not from 1 to 1000",
            ),
            (
                self.replication > 0,
                "kafka.replication is 0: nobody would keep a message",
            ),
            (
                self.login.is_none() || self.tls_root.is_some(),
                "kafka.login is told to nobody but over TLS: name kafka.tls_root",
            ),
        ]
    }
}

fn is_address(broker: &str) -> bool {
    let parts = broker.trim().rsplit_once(':');
    parts.is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok())
}

/// Whether Kafka takes a name for a topic.
fn is_topic(name: &str) -> bool {
    let taken = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    (1..=249).contains(&name.len()) && name.chars().all(taken) && name != "." && name != ".."
}

#[cfg(test)]
mod tests {
    use super::Kafka;
    use crate::config::{Postgres, Storage};

    fn shared() -> Storage {
        Storage {
            postgres: Some(Postgres::at("postgres://a@b/c".to_owned())),
            ..Storage::default()
        }
    }

    #[test]
    fn brokers_are_all_that_must_be_said() {
        for brokers in ["kafka:9092", "a.example:9092, b.example:9093"] {
            let kafka = Kafka {
                brokers: brokers.to_owned(),
                ..Kafka::default()
            };
            assert!(kafka.faults(&shared()).is_empty(), "{brokers}");
        }
    }

    #[test]
    fn faults_are_told_together() {
        let kafka = Kafka {
            brokers: "kafka".to_owned(),
            entries_topic: "a topic".to_owned(),
            cases_topic: "a topic".to_owned(),
            partitions: 0,
            replication: 0,
            group: String::new(),
            tls_root: None,
            login: Some("caseway".to_owned()),
            password_file: None,
        };
        let told = kafka.faults(&Storage::default());
        assert_eq!(told.len(), 10, "{told:?}");
    }
}
