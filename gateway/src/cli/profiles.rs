//! `caseway profiles`: build, check, compare and list what reports are checked by.

mod check;
mod diff;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use caseway_profiles::build;
use clap::{Args, Subcommand};
use indicatif::ProgressBar;

use crate::config::Config;
use crate::start;

/// Build, check, compare and list the registries' profiles.
#[derive(Args)]
pub(super) struct Profiles {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Write each registry's FHIR package, JSON Schemas and dictionary from its table.
    Build {
        /// The folder that holds a folder per registry.
        #[arg(long, value_name = "DIR", default_value = "profiles")]
        out: PathBuf,
    },
    /// Compile definitions and say in words what each profile requires, and what cannot be
    /// used, which element and why.
    ///
    /// Exit code 1 when something cannot be checked as it is meant.
    Check(check::Check),
    /// Say what a new version would newly refuse and what it would newly allow.
    ///
    /// Exit code 1 when it would refuse something that is accepted now.
    Diff(diff::Diff),
    /// List the registries, their report kinds and the profile of each.
    List {
        /// A configuration file whose registries are listed too.
        #[arg(long, value_name = "FILE", env = "CASEWAY_CONFIG")]
        config: Option<PathBuf>,
    },
}

/// The folder of what all registries share.
const SPINE: &str = "spine";

impl Profiles {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        match self.what {
            What::Build { out } => write(&out)?,
            What::Check(check) => return check.run(),
            What::Diff(diff) => return diff.run(),
            What::List { config } => list(&Config::read(config.as_deref(), |_| {})?)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn write(out: &std::path::Path) -> anyhow::Result<()> {
    let tables = start::tables()?;
    let bar = ProgressBar::new(tables.registries.len() as u64);
    for table in bar.wrap_iter(tables.registries.iter()) {
        let files = build::write(table, &tables.spine, &out.join(&table.id))
            .with_context(|| format!("cannot write the profiles of {}", table.id))?;
        let (kinds, variables) = (table.kinds.len(), table.variables.len());
        bar.suspend(|| {
            println!(
                "{}: {kinds} report kinds, {variables} variables of its own, {files} files",
                table.id
            );
        });
    }
    let files = build::write_spine(&tables.spine, &out.join(SPINE))
        .context("cannot write the spine's profiles")?;
    println!("{SPINE}: what all registries share, {files} files");
    Ok(())
}

fn list(config: &Config) -> anyhow::Result<()> {
    for registry in start::installed(config, &start::tables()?)?.registries() {
        println!(
            "{}\t{}\t{}",
            registry.id, registry.version, registry.name.en
        );
        for kind in &registry.kinds {
            let code = kind.code.as_ref().map_or("-", |code| code.0.as_str());
            println!("  {code}\t{}", kind.profile);
        }
    }
    Ok(())
}
