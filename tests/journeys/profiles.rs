//! The registries' packages, as their authors make them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use caseway_tests::run;

#[test]
fn profiles_build_makes_the_files_that_are_committed() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let done = run(&[
        "profiles",
        "build",
        "--out",
        &folder.path().to_string_lossy(),
    ])?;
    assert!(done.status.success(), "{done:?}");
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../profiles");
    let made = files(folder.path())?;
    assert!(made.keys().any(|path| path.starts_with("spine/package")));
    for (path, content) in made {
        let there = std::fs::read(committed.join(&path)).unwrap_or_default();
        assert!(there == content, "{} is another one", path.display());
    }
    Ok(())
}

/// Every file below a folder, by its path from there.
fn files(folder: &Path) -> anyhow::Result<BTreeMap<PathBuf, Vec<u8>>> {
    let (mut found, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder)?.to_owned();
                found.insert(name, std::fs::read(path)?);
            }
        }
    }
    Ok(found)
}
