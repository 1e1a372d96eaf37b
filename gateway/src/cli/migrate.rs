//! `caseway migrate`: make the databases, or bring them up to this version.

use std::process::ExitCode;

use clap::Args;

use super::folder::Folder;

/// Make the databases of a folder, or bring them up to this version.
///
/// `run` does so too; use this to do it beforehand, with nothing listening.
/// Migrations only go forward.
#[derive(Args)]
pub(super) struct Migrate {
    #[command(flatten)]
    folder: Folder,
}

impl Migrate {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        self.folder.make().await?;
        println!(
            "the databases in {} are at this version",
            self.folder.data.display()
        );
        Ok(ExitCode::SUCCESS)
    }
}
