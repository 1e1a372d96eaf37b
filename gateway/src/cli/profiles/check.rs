//! `caseway profiles check`: definitions in words, and what is wrong with them.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use caseway_profiles::{Catalogue, Defined, InstallError, Source};
use clap::Args;

use crate::{config, start};

/// What is checked.
#[derive(Args)]
pub(super) struct Check {
    /// A FHIR package (.tgz), a folder, or a file of definitions in JSON or XML.
    definitions: PathBuf,
    /// A package that they depend on; repeatable.
    #[arg(long, value_name = "PATH")]
    dependency: Vec<PathBuf>,
    /// Say only what is wrong and what is missing.
    #[arg(long)]
    brief: bool,
}

impl Check {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let (catalogue, defined) = defined(&self.definitions, &self.dependency)?;
        if !self.brief {
            for url in &defined.profiles {
                explain(&catalogue, url);
            }
        }
        for absent in &defined.absent {
            println!("missing: {absent}");
        }
        for (url, fault) in &defined.refused {
            println!("refused: {}", named(url, fault));
        }
        println!(
            "{}: definitions: {}, profiles among them: {}, that cannot be used: {}, things missing: {}",
            self.definitions.display(),
            defined.definitions,
            defined.profiles.len(),
            defined.refused.len(),
            defined.absent.len()
        );
        Ok(if defined.refused.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(1)
        })
    }
}

/// A fault with the definition that it is of, named once.
pub(super) fn named(url: &str, fault: &InstallError) -> String {
    let fault = fault.to_string();
    let bare = fault
        .strip_prefix(url)
        .map(|rest| rest.trim_start_matches([':', ' ']));
    format!("{url}: {}", bare.unwrap_or(&fault))
}

/// Our own Registries, with the definitions at a path beside them.
pub(super) fn defined(
    path: &Path,
    dependencies: &[PathBuf],
) -> anyhow::Result<(Catalogue, Defined)> {
    let mut catalogue = start::builtin(&config::Intake::default(), &start::tables()?)?;
    let dependencies: Vec<Source> = dependencies
        .iter()
        .map(|path| start::source(path))
        .collect::<Result<_, _>>()?;
    let defined = catalogue
        .define_package(&start::source(path)?, &dependencies)
        .with_context(|| format!("cannot read the definitions in {}", path.display()))?;
    Ok((catalogue, defined))
}

fn explain(catalogue: &Catalogue, url: &str) {
    let Some(said) = catalogue.explain(url) else {
        println!("{url}\n  cannot be told: what it is built on is missing");
        return;
    };
    let base = said.base.as_deref().unwrap_or("nothing");
    println!("{} ({}, built on {base})", said.label, said.kind);
    for sentence in &said.sentences {
        println!("  {sentence}");
    }
}
