//! `--config`, `--data` and `--postgres`: where everything is kept, for every job that
//! opens it.

use std::path::PathBuf;

use anyhow::ensure;
use clap::Args;

use crate::config::{Config, Postgres};
use crate::start::Store;

/// Where everything is kept.
#[derive(Args)]
pub(super) struct Place {
    /// A configuration file; see deploy/caseway.toml for every setting.
    #[arg(long, global = true, value_name = "FILE", env = "CASEWAY_CONFIG")]
    config: Option<PathBuf>,
    /// The folder of the databases; caseway-data where nothing is said.
    #[arg(long, global = true, value_name = "DIR", env = "CASEWAY_DATA")]
    data: Option<PathBuf>,
    /// A PostgreSQL database in place of the folder's, `postgres://LOGIN@HOST/DATABASE`.
    #[arg(long, global = true, value_name = "URL", env = "CASEWAY_POSTGRES")]
    postgres: Option<String>,
}

impl Place {
    /// The configuration, with these flags and further ones.
    pub(super) fn config(self, further: impl FnOnce(&mut Config)) -> anyhow::Result<Config> {
        let path = self.config.clone();
        Ok(Config::read(path.as_deref(), |config| {
            self.apply(config);
            further(config);
        })?)
    }

    /// The same, of a database that several processes can share.
    pub(super) fn shared(self, further: impl FnOnce(&mut Config)) -> anyhow::Result<Config> {
        let config = self.config(further)?;
        ensure!(
            config.storage.postgres.is_some(),
            "the databases of a folder are for one process, `caseway run`; name a PostgreSQL \
             database with --postgres or in [storage.postgres]"
        );
        Ok(config)
    }

    /// The store that is there.
    pub(super) async fn open(self) -> anyhow::Result<Store> {
        Ok(self.open_configured().await?.1)
    }

    /// The same, with the configuration.
    pub(super) async fn open_configured(self) -> anyhow::Result<(Config, Store)> {
        let config = self.config(|_| {})?;
        config.storage.is_there()?;
        let store = Store::open(&config.storage).await?;
        Ok((config, store))
    }

    /// The store, its folder made where it is not there.
    pub(super) async fn make(self) -> anyhow::Result<Store> {
        Store::open(&self.config(|_| {})?.storage).await
    }

    fn apply(self, config: &mut Config) {
        let storage = &mut config.storage;
        if let Some(data) = self.data {
            storage.data = data;
        }
        if let Some(url) = self.postgres {
            match &mut storage.postgres {
                Some(postgres) => postgres.url = url,
                none => *none = Some(Postgres::at(url)),
            }
        }
    }
}
