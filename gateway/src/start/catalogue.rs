//! Which Registries there are: our own, and the packages that the configuration names.

use anyhow::Context as _;
use caseway_profiles::registry::{self, Tables};
use caseway_profiles::{Catalogue, Foreign, Limits, Settings, Source};
use caseway_proto::RegistryId;

use super::source::source;
use crate::config::{self, Config, ForeignRegistry};

/// The tables of our own Registries.
pub(crate) fn tables() -> anyhow::Result<Tables> {
    registry::builtin().context("a registry's table cannot be used")
}

/// Our own Registries, installed.
pub(crate) fn builtin(limits: &config::Intake, tables: &Tables) -> anyhow::Result<Catalogue> {
    let limits = Limits {
        depth_max: limits.depth_max,
        entries_max: limits.entries_max,
        string_bytes_max: limits.string_bytes_max,
        body_bytes_max: limits.inflated_bytes_max,
    };
    let mut catalogue = Catalogue::new(Settings {
        limits,
        ..Settings::default()
    })?;
    catalogue
        .install_tables(&tables.registries, &tables.spine)
        .context("a registry cannot be installed")?;
    Ok(catalogue)
}

/// Our own Registries and those that the configuration names.
pub(crate) fn installed(config: &Config, tables: &Tables) -> anyhow::Result<Catalogue> {
    let mut catalogue = builtin(&config.intake, tables)?;
    for foreign in &config.registries {
        install(&mut catalogue, foreign)?;
    }
    Ok(catalogue)
}

fn install(catalogue: &mut Catalogue, foreign: &ForeignRegistry) -> anyhow::Result<()> {
    let path = foreign.package.display();
    let dependencies: Vec<Source> = foreign
        .dependencies
        .iter()
        .map(|path| source(path))
        .collect::<Result<_, _>>()?;
    let absent = catalogue
        .install_foreign(&Foreign {
            id: &RegistryId(foreign.id.clone()),
            name: &foreign.name,
            package: &source(&foreign.package)?,
            dependencies: &dependencies,
            root: &foreign.root,
        })
        .with_context(|| {
            format!(
                "the package {path} cannot be installed as registry {}",
                foreign.id
            )
        })?;
    if !absent.is_empty() {
        let names: Vec<String> = absent.iter().map(ToString::to_string).collect();
        tracing::warn!(
            registry = foreign.id,
            absent = names.join("; "),
            "a package asks for what is not there: what rests on it is not decided"
        );
    }
    Ok(())
}
