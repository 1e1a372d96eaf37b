//! The files made from a table, in memory and in a folder.

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::Value;

use super::{dictionary, package, schema};
use crate::registry::Spine;
use crate::registry::table::Table;

/// A file: its path below the Registry's folder, and its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artefact {
    /// The path below the Registry's folder.
    pub path: PathBuf,
    /// The content.
    pub content: String,
}

/// What a Registry's folder holds besides its table, in the order of the paths.
#[must_use]
pub fn artefacts(table: &Table, spine: &Spine) -> Vec<Artefact> {
    let definitions = package::definitions(table, spine);
    let mut made = in_package(&package::manifest(table, spine), &definitions);
    made.extend(table.kinds.iter().map(|kind| Artefact {
        path: Path::new("schemas").join(format!("{}.schema.json", kind.code)),
        content: pretty(&schema::schema(table, spine, kind)),
    }));
    made.push(Artefact {
        path: PathBuf::from("dictionary.html"),
        content: dictionary::dictionary(table, spine),
    });
    sorted(made)
}

/// What the spine's folder holds, in the order of the paths.
#[must_use]
pub fn spine_artefacts(spine: &Spine) -> Vec<Artefact> {
    let definitions = package::spine_definitions(spine);
    sorted(in_package(&package::spine_manifest(spine), &definitions))
}

/// Writes a Registry's files below its folder; gives how many.
///
/// # Errors
///
/// A folder or file that cannot be written.
pub fn write(table: &Table, spine: &Spine, folder: &Path) -> io::Result<usize> {
    write_all(&artefacts(table, spine), folder)
}

/// Writes the spine's files below its folder; gives how many.
///
/// # Errors
///
/// A folder or file that cannot be written.
pub fn write_spine(spine: &Spine, folder: &Path) -> io::Result<usize> {
    write_all(&spine_artefacts(spine), folder)
}

/// Replaces the package and the schemas: a file that is made no longer must not stay.
pub(super) fn write_all(artefacts: &[Artefact], folder: &Path) -> io::Result<usize> {
    for made in ["package", "schemas"] {
        let old = folder.join(made);
        if old.exists() {
            fs::remove_dir_all(old)?;
        }
    }
    for artefact in artefacts {
        let path = folder.join(&artefact.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, &artefact.content)?;
    }
    Ok(artefacts.len())
}

fn in_package(manifest: &Value, definitions: &[Value]) -> Vec<Artefact> {
    let folder = Path::new("package");
    let mut made = vec![Artefact {
        path: folder.join("package.json"),
        content: pretty(manifest),
    }];
    made.extend(definitions.iter().map(|definition| {
        let part = |name: &str| definition[name].as_str().unwrap_or_default();
        Artefact {
            path: folder.join(format!("{}-{}.json", part("resourceType"), part("id"))),
            content: pretty(definition),
        }
    }));
    made
}

fn sorted(mut artefacts: Vec<Artefact>) -> Vec<Artefact> {
    artefacts.sort_by(|one, other| one.path.cmp(&other.path));
    artefacts
}

/// Indented JSON with a line feed at the end; members are sorted by name.
fn pretty(value: &Value) -> String {
    let mut value = value.clone();
    value.sort_all_objects();
    format!("{value:#}\n")
}
