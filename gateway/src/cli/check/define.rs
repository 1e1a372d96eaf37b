//! `--define`: definitions beside those of the installed registries.

use std::path::Path;

use anyhow::Context as _;
use caseway_profiles::Catalogue;

use crate::start;

/// Makes the definitions of a file, folder or package known; says of those that cannot be
/// checked as they are meant why, and goes on without them.
pub(super) fn define(catalogue: &mut Catalogue, path: &Path) -> anyhow::Result<()> {
    let shown = path.display();
    let defined = catalogue
        .define_package(&start::source(path)?, &[])
        .with_context(|| format!("the definitions in {shown} cannot be read"))?;
    for (_, fault) in defined.refused {
        eprintln!("{shown}: cannot be checked as it is meant: {fault}");
    }
    for absent in defined.absent {
        eprintln!("{shown}: {absent}");
    }
    Ok(())
}
