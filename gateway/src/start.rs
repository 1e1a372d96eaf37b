//! Start-up: the only file that names an engine.
//!
//! It opens the store, reads the keys, installs the Registries, and puts the parts
//! of the house together. Nothing else in the gateway knows SQLite.

mod catalogue;
mod key_file;
mod source;

use std::path::Path;
use std::sync::Arc;

use caseway_profiles::registry::Tables;
use caseway_profiles::{Language, Voice};
use caseway_store::{
    Casebook, Desk, Grouping, Journal, Keyring, Ledger, Roster, StoreError, Vault,
};
use ring::rand::SystemRandom;

use crate::auth::Gatekeeper;
use crate::clock::Clock;
use crate::config::Config;
use crate::intake::{Intake, Silences};
use crate::lanes::Lanes;
use crate::overload::Turnstile;

pub(crate) use catalogue::{builtin, installed, tables};
pub(crate) use source::source;

/// The parts of the house, put together.
pub(crate) struct House {
    /// The configuration it was built from.
    pub(crate) config: Config,
    /// What time it is.
    pub(crate) clock: Clock,
    /// Looks at tokens.
    pub(crate) gatekeeper: Gatekeeper,
    /// Keeps quotas.
    pub(crate) turnstile: Turnstile,
    /// Checks, keeps and answers.
    pub(crate) intake: Intake,
    /// The Registries' tables.
    pub(crate) tables: Arc<Tables>,
    /// What Senders read.
    pub(crate) ledger: Arc<dyn Ledger>,
    /// What Operators read.
    pub(crate) desk: Arc<dyn Desk>,
    /// Facts and Cases.
    pub(crate) casebook: Arc<dyn Casebook>,
    /// Who may submit.
    pub(crate) roster: Arc<dyn Roster>,
    engine: Arc<caseway_store_sqlite::Sqlite>,
}

/// The store, open.
pub(crate) struct Store {
    engine: Arc<caseway_store_sqlite::Sqlite>,
}

impl Store {
    /// Opens the databases of a folder, made and migrated where that is needed.
    pub(crate) async fn open(folder: &Path) -> anyhow::Result<Self> {
        let engine = caseway_store_sqlite::open(folder).await.map_err(|error| {
            anyhow::Error::new(error)
                .context(format!("cannot open the databases in {}", folder.display()))
        })?;
        Ok(Self {
            engine: Arc::new(engine),
        })
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

    /// Everything that arrived.
    pub(crate) async fn journal(&self) -> Result<Journal, StoreError> {
        Journal::open(self.engine.clone(), Grouping::default()).await
    }
}

impl House {
    /// Who tells findings in a language.
    pub(crate) fn voice(&self, language: Language) -> Voice<'_> {
        self.intake.catalogue.rules().voice(language)
    }

    /// Closes the databases: what is in their logs goes into their files.
    pub(crate) async fn close(&self) {
        self.engine.close().await;
    }

    /// What the normaliser works on.
    pub(crate) fn normaliser(&self) -> caseway_normaliser::Parts {
        caseway_normaliser::Parts {
            journal: self.intake.journal.clone(),
            vault: self.intake.vault.clone(),
            catalogue: self.intake.catalogue.clone(),
            casebook: self.casebook.clone(),
        }
    }

    /// Puts the house together on the embedded engine.
    pub(crate) async fn build(config: Config, clock: Clock) -> anyhow::Result<Arc<Self>> {
        let tables = Arc::new(tables()?);
        let catalogue = Arc::new(installed(&config, &tables)?);
        let silences = Silences::of(&config.silenced, &catalogue)?;
        std::fs::create_dir_all(&config.storage.data)?;
        let secret = key_file::read_or_make(&config.storage.key_file())?;
        let store = Store::open(&config.storage.data).await?;
        warn_idle(&silences, &*store.roster(), &clock).await?;
        let engine = store.engine;
        let grouping = Grouping {
            drafts_max: config.storage.commit_drafts_max,
            ..Grouping::default()
        };
        let journal = Journal::open(engine.clone(), grouping).await?;
        let vault = Vault::open(
            engine.clone(),
            Keyring::new(&secret, Arc::new(SystemRandom::new()))?,
        );
        let allow_synthetic = config.identity.allow_synthetic;
        Ok(Arc::new(Self {
            clock,
            gatekeeper: Gatekeeper::new(engine.clone()),
            turnstile: Turnstile::new(&config.intake),
            intake: Intake {
                plan: silences.plan(catalogue.plan_digest()),
                catalogue,
                silences,
                journal,
                vault,
                lanes: Lanes::new()?,
                allow_synthetic,
            },
            tables,
            ledger: engine.clone(),
            desk: engine.clone(),
            casebook: engine.clone(),
            roster: engine.clone(),
            engine,
            config,
        }))
    }
}

/// Warns of silences that are for nobody: it may be that their Sender is yet to come.
async fn warn_idle(silences: &Silences, roster: &dyn Roster, clock: &Clock) -> anyhow::Result<()> {
    for why in silences.idle(&roster.list().await?, clock.now()) {
        tracing::warn!("a finding is silenced for nobody: {why}");
    }
    Ok(())
}
