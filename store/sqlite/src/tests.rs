//! The engine's tests: the suite of every port, and what only this engine has.

#[cfg(feature = "fail-points")]
mod control;
mod failed;
mod files;
mod plans;
mod rates;
mod replay;
mod statements;
mod unique;
mod views;

use std::sync::Arc;

use caseway_store::conformance::Engines;
use tempfile::TempDir;

use crate::Sqlite;

/// An empty engine, and the folder that goes when it does.
async fn fresh() -> (Engines, TempDir) {
    let (sqlite, folder) = opened().await;
    (Engines::of(&Arc::new(sqlite)), folder)
}

async fn opened() -> (Sqlite, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (crate::open(folder.path()).await.unwrap(), folder)
}

mod conformance {
    caseway_store::conformance_suite!(crate::tests::fresh);
}
