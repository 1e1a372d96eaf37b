//! The configuration: one TOML file, a section a file here.
//!
//! Nothing has to be configured: every field has a default that suits one
//! machine. Flags win over the file. Faults are reported together at the start.

mod console;
mod doors;
mod identity;
mod intake;
mod kafka;
mod normaliser;
mod postgres;
mod publication;
mod registries;
mod relay;
mod silenced;
mod storage;

use std::path::Path;

use serde::Deserialize;

pub(crate) use console::Console;
pub(crate) use doors::Doors;
pub(crate) use identity::Identity;
pub(crate) use intake::Intake;
pub(crate) use kafka::Kafka;
pub(crate) use normaliser::Normaliser;
pub(crate) use postgres::Postgres;
pub(crate) use publication::Publication;
pub(crate) use registries::ForeignRegistry;
pub(crate) use relay::Relay;
pub(crate) use silenced::Silenced;
pub(crate) use storage::Storage;

/// The whole configuration.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    /// Where Senders come in.
    pub(crate) doors: Doors,
    /// Where Operators look.
    pub(crate) console: Console,
    /// What may come in, how much and how fast.
    pub(crate) intake: Intake,
    /// Which identity numbers are taken.
    pub(crate) identity: Identity,
    /// Where everything is kept.
    pub(crate) storage: Storage,
    /// A normaliser in a process of its own.
    pub(crate) normaliser: Normaliser,
    /// What tells the carrier.
    pub(crate) relay: Relay,
    /// What carries Entries to the normalisers. Default: nothing, the normaliser reads the
    /// Journal itself.
    pub(crate) kafka: Option<Kafka>,
    /// What may be published.
    pub(crate) publication: Publication,
    /// FHIR packages written elsewhere that are Registries here.
    #[serde(rename = "registry")]
    pub(crate) registries: Vec<ForeignRegistry>,
    /// Findings that are known and do not count for one Sender.
    pub(crate) silenced: Vec<Silenced>,
}

/// What is wrong with a configuration.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration {path}: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not the TOML that is asked for.
    #[error("the configuration {path} is not valid:\n{source}")]
    Invalid {
        /// The file.
        path: String,
        /// Where and why.
        source: Box<toml::de::Error>,
    },
    /// Values that cannot be used, all of them.
    #[error("the configuration cannot be used:\n  {}", .0.join("\n  "))]
    Faults(Vec<String>),
}

impl Config {
    /// Reads the file, or takes the defaults where there is none, and lets flags have their
    /// say.
    ///
    /// # Errors
    /// When the file cannot be read, or it or the flags hold what cannot be used.
    pub(crate) fn read(
        path: Option<&Path>,
        flags: impl FnOnce(&mut Self),
    ) -> Result<Self, ConfigError> {
        let mut config = path.map(Self::parsed).transpose()?.unwrap_or_default();
        flags(&mut config);
        config.checked()
    }

    fn parsed(path: &Path) -> Result<Self, ConfigError> {
        let shown = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
            path: shown.clone(),
            source,
        })?;
        toml::from_str(&text).map_err(|source| ConfigError::Invalid {
            path: shown,
            source: Box::new(source),
        })
    }

    fn checked(self) -> Result<Self, ConfigError> {
        let mut faults = self.intake.faults();
        faults.extend(self.storage.faults());
        if let Some(kafka) = &self.kafka {
            faults.extend(kafka.faults(&self.storage));
        }
        faults.extend(self.registries.iter().flat_map(ForeignRegistry::faults));
        faults.extend(self.silenced.iter().flat_map(Silenced::faults));
        if faults.is_empty() {
            Ok(self)
        } else {
            Err(ConfigError::Faults(faults))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Config;

    #[test]
    fn the_sample_configuration_is_read_and_says_the_defaults() {
        let sample: Config = toml::from_str(include_str!("../../deploy/caseway.toml")).unwrap();
        assert_eq!(format!("{sample:?}"), format!("{:?}", Config::default()));
    }

    #[test]
    fn an_unknown_field_is_refused() {
        assert!(toml::from_str::<Config>("[intake]\nbody_max = 1").is_err());
    }

    #[test]
    fn faults_are_told_together() {
        let config: Config = toml::from_str(
            "[intake]\nbody_bytes_max = 0\n\
             [storage]\ncommit_drafts_max = 0\npostgres = { url = \"mysql://db\" }",
        )
        .unwrap();
        let told = config.checked().unwrap_err().to_string();
        for fault in ["body_bytes_max", "commit_drafts_max", "postgres.url"] {
            assert!(told.contains(fault), "{told}");
        }
    }
}
