//! `--data`: the folder of the databases, which several jobs open beside a running gateway.

use std::path::PathBuf;

use anyhow::ensure;
use clap::Args;

use crate::start::Store;

/// Where the databases are.
#[derive(Args)]
pub(super) struct Folder {
    /// The folder of the databases.
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        default_value = "caseway-data",
        env = "CASEWAY_DATA"
    )]
    pub(super) data: PathBuf,
}

impl Folder {
    /// The store of a folder that is there.
    pub(super) async fn open(&self) -> anyhow::Result<Store> {
        ensure!(
            self.data.is_dir(),
            "there is no folder {}; name the one that `caseway run` uses with --data, or make one with \
             `caseway migrate`",
            self.data.display()
        );
        Store::open(&self.data).await
    }

    /// The store of a folder, made when it is not there.
    pub(super) async fn make(&self) -> anyhow::Result<Store> {
        std::fs::create_dir_all(&self.data)?;
        Store::open(&self.data).await
    }
}
