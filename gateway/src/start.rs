//! Start-up: the only file that names an engine, with those in its folder.
//!
//! It opens the store, reads the keys, installs the Registries, and puts the parts
//! of the house together. Nothing else in the gateway knows SQLite, PostgreSQL or Kafka.

#[cfg_attr(not(feature = "kafka"), path = "start/no_carrier.rs")]
mod carrier;
mod catalogue;
mod key_file;
mod replay;
mod source;
mod store;

use std::sync::Arc;

use caseway_normaliser::Parts;
use caseway_profiles::registry::Tables;
use caseway_profiles::{Catalogue, Language, Voice};
use caseway_store::{Casebook, Desk, Grouping, Ledger, Roster};

use crate::auth::Gatekeeper;
use crate::clock::Clock;
use crate::config::Config;
use crate::intake::{Intake, Silences};
use crate::lanes::Lanes;
use crate::overload::Turnstile;

pub(crate) use carrier::Carrier;
pub(crate) use catalogue::{builtin, installed, tables};
pub(crate) use source::source;
pub(crate) use store::Store;

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
    /// What is behind all of them.
    pub(crate) store: Store,
}

impl House {
    /// Who tells findings in a language.
    pub(crate) fn voice(&self, language: Language) -> Voice<'_> {
        self.intake.catalogue.rules().voice(language)
    }

    /// What the normaliser works on.
    pub(crate) fn normaliser(&self) -> Parts {
        Parts {
            journal: self.intake.journal.clone(),
            vault: self.intake.vault.clone(),
            catalogue: self.intake.catalogue.clone(),
            casebook: self.casebook.clone(),
        }
    }

    /// Puts the house together.
    pub(crate) async fn build(config: Config, clock: Clock) -> anyhow::Result<Arc<Self>> {
        let tables = Arc::new(tables()?);
        let catalogue = Arc::new(installed(&config, &tables)?);
        let silences = Silences::of(&config.silenced, &catalogue)?;
        let store = Store::open(&config.storage).await?;
        let roster = store.roster();
        warn_idle(&silences, &*roster, &clock).await?;
        Ok(Arc::new(Self {
            clock,
            gatekeeper: Gatekeeper::new(roster.clone()),
            turnstile: Turnstile::new(&config.intake),
            intake: Intake {
                plan: silences.plan(catalogue.plan_digest()),
                catalogue,
                silences,
                journal: store.journal(grouping(&config)).await?,
                vault: store.vault(&config.storage).await?,
                lanes: Lanes::new()?,
                allow_synthetic: config.identity.allow_synthetic,
            },
            tables,
            ledger: store.ledger(),
            desk: store.desk(),
            casebook: store.casebook(),
            roster,
            store,
            config,
        }))
    }
}

/// What a normaliser in a process of its own works on, with every Registry.
pub(crate) async fn normaliser(config: &Config, store: &Store) -> anyhow::Result<Parts> {
    let catalogue = installed(config, &tables()?)?;
    parts(config, store, Arc::new(catalogue)).await
}

/// What a normaliser works on.
pub(crate) async fn parts(
    config: &Config,
    store: &Store,
    catalogue: Arc<Catalogue>,
) -> anyhow::Result<Parts> {
    Ok(Parts {
        journal: store.journal(grouping(config)).await?,
        vault: store.vault(&config.storage).await?,
        catalogue,
        casebook: store.casebook(),
    })
}

/// What carries Entries to the normalisers, where something does.
pub(crate) fn carrier(config: &Config) -> anyhow::Result<Option<Carrier>> {
    config.kafka.as_ref().map(Carrier::of).transpose()
}

fn grouping(config: &Config) -> Grouping {
    Grouping {
        drafts_max: config.storage.commit_drafts_max,
        ..Grouping::default()
    }
}

/// Warns of silences that are for nobody: it may be that their Sender is yet to come.
async fn warn_idle(silences: &Silences, roster: &dyn Roster, clock: &Clock) -> anyhow::Result<()> {
    for why in silences.idle(&roster.list().await?, clock.now()) {
        tracing::warn!("a finding is silenced for nobody: {why}");
    }
    Ok(())
}
