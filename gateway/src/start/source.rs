//! Where definitions lie: a package, a folder, or a single file.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use caseway_profiles::Source;

/// Reads what lies at a path.
pub(crate) fn source(path: &Path) -> anyhow::Result<Source> {
    if path
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("tgz"))
    {
        return Ok(Source::Package(read(path)?));
    }
    let mut files = Vec::new();
    gather(path, &mut files)?;
    Ok(Source::Files(files))
}

/// The files below a path, folders in order of name.
fn gather(path: &Path, files: &mut Vec<(String, Vec<u8>)>) -> anyhow::Result<()> {
    if !path.is_dir() {
        files.push((path.display().to_string(), read(path)?));
        return Ok(());
    }
    let listed = fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))?;
    let mut children: Vec<_> = listed
        .map(|child| child.map(|child| child.path()))
        .collect::<Result<_, _>>()?;
    children.sort();
    let known = ["json", "ndjson", "xml"];
    let wanted = |path: &&std::path::PathBuf| {
        let end = path.extension().and_then(|end| end.to_str());
        path.is_dir() || end.is_some_and(|end| known.contains(&end.to_ascii_lowercase().as_str()))
    };
    children
        .iter()
        .filter(wanted)
        .try_for_each(|child| gather(child, files))
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}
