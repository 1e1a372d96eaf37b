//! Casebooks made anew beside the one in use: where they are, and how one takes its place.

use std::sync::Arc;

use anyhow::Context as _;
use caseway_store_postgres as postgres;
use caseway_store_sqlite as sqlite;

use super::store::{Store, owner, reached};
use crate::config::{Postgres, Storage};

impl Store {
    /// Begins a replay, or goes on with the one of that name.
    pub(crate) async fn begin_replay(storage: &Storage, name: &str) -> anyhow::Result<Self> {
        let Some(at) = &storage.postgres else {
            return in_folder(storage, name).await;
        };
        let made = postgres::make_replay(&owner(at)?, name).await;
        made.with_context(|| cannot("begin a replay", storage))?;
        let begun = on_server(storage, at, name).await?;
        begun.context("the replay that was begun is gone again")
    }

    /// The replay of that name, where one was begun.
    pub(crate) async fn replay(storage: &Storage, name: &str) -> anyhow::Result<Option<Self>> {
        match &storage.postgres {
            None if !sqlite::has_replay(&storage.data, name) => Ok(None),
            None => in_folder(storage, name).await.map(Some),
            Some(at) => on_server(storage, at, name).await,
        }
    }

    /// Puts the replay of that name in the place of the Casebook in use. Nobody normalises
    /// meanwhile, and nobody has a folder open.
    pub(crate) async fn put_in_place(storage: &Storage, name: &str) -> anyhow::Result<()> {
        let Some(at) = &storage.postgres else {
            let placed = sqlite::put_in_place(&storage.data, name).await;
            return placed.with_context(|| {
                format!(
                    "somebody has the databases in {} open: stop `caseway run`, swap, and start \
                     it again",
                    storage.place()
                )
            });
        };
        let server = reached(at)?;
        let in_use = postgres::open(&server).await?;
        let replay = postgres::open_replay(&server, name).await?;
        let replay = replay.context("there is no such replay")?;
        let placed = postgres::put_in_place((&in_use, &replay), &owner(at)?, name).await;
        placed.with_context(|| cannot("put the replay in place", storage))
    }

    /// Takes away every replay, and gives their names.
    pub(crate) async fn discard_replays(storage: &Storage) -> anyhow::Result<Vec<String>> {
        let discarded = match &storage.postgres {
            None => sqlite::discard_replays(&storage.data).await,
            Some(at) => postgres::discard_replays(&owner(at)?).await,
        };
        discarded.with_context(|| cannot("discard the replays", storage))
    }
}

async fn in_folder(storage: &Storage, name: &str) -> anyhow::Result<Store> {
    let opened = sqlite::open_replay(&storage.data, name).await;
    let opened = opened.with_context(|| cannot("open a replay", storage))?;
    Ok(Store::embedded(opened))
}

async fn on_server(storage: &Storage, at: &Postgres, name: &str) -> anyhow::Result<Option<Store>> {
    let opened = postgres::open_replay(&reached(at)?, name).await;
    let opened = opened.with_context(|| cannot("open a replay", storage))?;
    Ok(opened.map(Arc::new).map(Store::shared))
}

fn cannot(what: &str, storage: &Storage) -> String {
    format!("cannot {what} in {}", storage.place())
}
