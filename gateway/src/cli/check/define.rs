//! `--define`: definitions beside those of the installed registries.

use std::path::Path;

use anyhow::Context as _;
use caseway_profiles::{Catalogue, Limits};
use caseway_proto::Issue;
use serde_json::Value;

use crate::cli::inputs;

/// Makes the definitions of a file, folder or package known.
pub(super) fn define(catalogue: &mut Catalogue, path: &Path) -> anyhow::Result<()> {
    let shown = path.display();
    if path.extension().is_some_and(|extension| extension == "tgz") {
        let package = std::fs::read(path).with_context(|| format!("cannot read {shown}"))?;
        catalogue
            .define_package(&package)
            .with_context(|| format!("{shown} is no FHIR package"))?;
        return Ok(());
    }
    let definitions =
        read(catalogue, path).with_context(|| format!("cannot read the definitions in {shown}"))?;
    catalogue
        .define(definitions)
        .with_context(|| format!("the definitions in {shown} cannot be used"))
}

fn read(catalogue: &Catalogue, path: &Path) -> anyhow::Result<Vec<Value>> {
    let mut definitions = Vec::new();
    for file in inputs::files(&[path.to_owned()])? {
        for input in inputs::reports(&file)? {
            let definition = catalogue.read(&input.body, input.syntax, &Limits::default());
            let unread = |issue: Box<Issue>| anyhow::anyhow!("{}: {}", input.name, issue.message);
            definitions.push(definition.map_err(unread)?);
        }
    }
    Ok(definitions)
}
