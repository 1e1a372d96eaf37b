//! Where the brokers are, and what the topics are to be.

use std::path::PathBuf;

/// Where the brokers are, and what the topics are to be.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `HOST:PORT`, one or more, with commas between them.
    pub brokers: String,
    /// The topic of entries.
    pub entries_topic: String,
    /// The topic of Cases, where there is to be one.
    pub cases_topic: Option<String>,
    /// How many partitions the Feed is to have.
    pub partitions: u32,
    /// How many brokers keep each message, of a topic that is made.
    pub replication: u32,
    /// The group that normalisers share the partitions in.
    pub group: String,
    /// How the brokers are spoken to, where not in the clear.
    pub security: Option<Security>,
}

/// TLS, and who logs in over it.
#[derive(Clone)]
pub struct Security {
    /// The file of the authority, in PEM, that the brokers' certificates must be of.
    pub authority: PathBuf,
    /// A login and its password, for SCRAM-SHA-512.
    pub login: Option<(String, String)>,
}

impl std::fmt::Debug for Security {
    /// Shows no password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Security")
            .field("authority", &self.authority)
            .finish_non_exhaustive()
    }
}
