//! The store: the one place where an engine is chosen. Everything else knows ports.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, ensure};
use caseway_store::{
    Casebook, Desk, Engine, Grouping, Journal, Keyring, Lease, Ledger, Relaying, Roster,
    StoreError, Vault, Work,
};
use caseway_store_postgres::{Server, migrate};
use ring::rand::SystemRandom;

use super::key_file;
use crate::config::{Postgres, Storage};

/// The store, open. Cheap to clone; all clones share the connections.
#[derive(Clone)]
pub(crate) struct Store {
    engine: Arc<dyn Engine>,
    shared: Option<Arc<dyn Relaying>>,
}

impl Store {
    /// Opens what a configuration names: a folder's databases, made and brought up to date
    /// where that is needed, or a PostgreSQL database, which [`Store::migrate`] does that for.
    pub(crate) async fn open(storage: &Storage) -> anyhow::Result<Self> {
        Ok(match &storage.postgres {
            None => Self::embedded(embedded(storage).await?),
            Some(postgres) => Self::shared(Arc::new(shared(postgres).await?)),
        })
    }

    /// The store on a folder's databases.
    pub(super) fn embedded(engine: caseway_store_sqlite::Sqlite) -> Self {
        Self {
            engine: Arc::new(engine),
            shared: None,
        }
    }

    /// The store on a database that processes share.
    pub(super) fn shared(engine: Arc<caseway_store_postgres::Postgres>) -> Self {
        Self {
            shared: Some(engine.clone()),
            engine,
        }
    }

    /// Makes what a configuration names, or brings it up to this version.
    pub(crate) async fn migrate(storage: &Storage) -> anyhow::Result<()> {
        match &storage.postgres {
            None => Self::open(storage).await?.close().await,
            Some(postgres) => {
                let place = || format!("cannot make the tables of {}", postgres.url);
                migrate(&owner(postgres)?).await.with_context(place)?;
            }
        }
        Ok(())
    }

    /// Who may submit.
    pub(crate) fn roster(&self) -> Arc<dyn Roster> {
        self.engine.clone()
    }

    /// What Senders read.
    pub(crate) fn ledger(&self) -> Arc<dyn Ledger> {
        self.engine.clone()
    }

    /// Facts and Cases.
    pub(crate) fn casebook(&self) -> Arc<dyn Casebook> {
        self.engine.clone()
    }

    /// What Operators read.
    pub(crate) fn desk(&self) -> Arc<dyn Desk> {
        self.engine.clone()
    }

    /// What a relay reads and writes, where processes share the store.
    pub(crate) fn relaying(&self) -> Option<Arc<dyn Relaying>> {
        self.shared.clone()
    }

    /// Everything that arrived.
    pub(crate) async fn journal(&self, grouping: Grouping) -> Result<Journal, StoreError> {
        Journal::open(self.engine.clone(), grouping).await
    }

    /// The Vault, opened with the configuration's key, which must be the one that it was begun
    /// with.
    pub(crate) async fn vault(&self, storage: &Storage) -> anyhow::Result<Vault> {
        let file = storage.key_file();
        let secret = match storage.postgres {
            None => key_file::read_or_make(&file)?,
            Some(_) => key_file::read(&file)?,
        };
        let ring = Keyring::new(&secret, Arc::new(SystemRandom::new()))?;
        let vault = Vault::open(self.engine.clone(), ring);
        ensure!(
            vault.knows_its_ring().await?,
            "the key file {} is not the one that {} was begun with; put back the copy that is",
            file.display(),
            storage.place()
        );
        Ok(vault)
    }

    /// The right to do some work, as soon as no other process has it.
    pub(crate) async fn lease(&self, work: Work) -> Result<Box<dyn Lease>, StoreError> {
        self.engine.lease(work).await
    }

    /// Closes the databases: what is in their logs goes into their files.
    pub(crate) async fn close(&self) {
        self.engine.close().await;
    }
}

async fn embedded(storage: &Storage) -> anyhow::Result<caseway_store_sqlite::Sqlite> {
    let opened = caseway_store_sqlite::open(&storage.data).await;
    opened.with_context(|| format!("cannot open the databases in {}", storage.place()))
}

async fn shared(postgres: &Postgres) -> anyhow::Result<caseway_store_postgres::Postgres> {
    let opened = caseway_store_postgres::open(&reached(postgres)?).await;
    opened.with_context(|| {
        format!(
            "cannot open {}; `caseway migrate` makes its tables and brings them up to date",
            postgres.url
        )
    })
}

/// The server as what keeps running logs in there.
pub(super) fn reached(postgres: &Postgres) -> anyhow::Result<Server> {
    server(postgres, postgres.password_file.as_deref())
}

/// The server as whoever makes tables logs in there.
pub(super) fn owner(postgres: &Postgres) -> anyhow::Result<Server> {
    match &postgres.owner {
        None => reached(postgres),
        Some(owner) => {
            let server = server(postgres, postgres.owner_password_file.as_deref())?;
            Ok(server.login(owner))
        }
    }
}

fn server(postgres: &Postgres, password: Option<&Path>) -> anyhow::Result<Server> {
    let mut server = Server::at(&postgres.url)?;
    if let Some(file) = password {
        let shown = file.display();
        let read = std::fs::read_to_string(file);
        let read = read.with_context(|| format!("cannot read the password in {shown}"))?;
        server = server.password(read.trim_end_matches(['\r', '\n']));
    }
    Ok(match &postgres.tls_root {
        Some(authority) => server.trusting(authority),
        None => server,
    })
}
