//! FHIR packages: gzipped tar files with a definition a file.
//!
//! Reads no more than the kind and the URL of each file. Leaves out examples,
//! search parameters and whatever else is no definition the checker runs on.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use caseway_proto::Digest;
use flate2::read::GzDecoder;
use serde::Deserialize;
use serde_json::Value;

use super::InstallError;

/// The most bytes a package may unpack to.
const UNPACKED_BYTES_MAX: u64 = 512 << 20;

/// A file of a package.
#[derive(Debug)]
pub(crate) struct File {
    /// The resource type.
    pub(crate) kind: String,
    /// The canonical URL.
    pub(crate) url: String,
    /// The text.
    pub(crate) content: Arc<[u8]>,
}

/// A package that was opened.
#[derive(Debug)]
pub(crate) struct Package {
    /// The version that `package.json` says.
    pub(crate) version: String,
    /// The definitions.
    pub(crate) files: Vec<File>,
    /// The digest of the package as given.
    pub(crate) digest: Digest,
}

#[derive(Deserialize)]
struct Opening {
    #[serde(rename = "resourceType")]
    kind: Option<String>,
    url: Option<String>,
    version: Option<String>,
}

/// Opens a package.
pub(crate) fn open(tgz: &[u8]) -> Result<Package, InstallError> {
    let mut package = Package {
        version: String::new(),
        files: Vec::new(),
        digest: Digest::of(tgz),
    };
    let unpacked = GzDecoder::new(tgz).take(UNPACKED_BYTES_MAX);
    let mut archive = tar::Archive::new(unpacked);
    for entry in archive.entries().map_err(unreadable)? {
        let mut entry = entry.map_err(unreadable)?;
        let path = entry
            .path()
            .map_err(unreadable)?
            .to_string_lossy()
            .into_owned();
        if wanted(&path) {
            let mut content = Vec::new();
            entry.read_to_end(&mut content).map_err(unreadable)?;
            package.take(&path, content)?;
        }
    }
    if package.files.is_empty() {
        return Err(InstallError::EmptyPackage);
    }
    Ok(package)
}

impl Package {
    /// The StructureDefinitions, read.
    pub(crate) fn structures(&self) -> impl Iterator<Item = Value> {
        let files = self.files.iter();
        let structures = files.filter(|file| file.kind == "StructureDefinition");
        structures.filter_map(|file| serde_json::from_slice(&file.content).ok())
    }

    /// The ValueSets, read.
    pub(crate) fn value_sets(&self) -> impl Iterator<Item = Value> {
        let files = self.files.iter();
        let sets = files.filter(|file| file.kind == "ValueSet");
        sets.filter_map(|file| serde_json::from_slice(&file.content).ok())
    }

    fn take(&mut self, path: &str, content: Vec<u8>) -> Result<(), InstallError> {
        let opening: Opening =
            serde_json::from_slice(&content).map_err(|_| InstallError::NotJson {
                file: path.to_owned(),
            })?;
        if path == "package/package.json" {
            self.version = opening.version.unwrap_or_default();
        } else if let (Some(kind), Some(url)) = (opening.kind, opening.url)
            && matches!(
                kind.as_str(),
                "StructureDefinition" | "ValueSet" | "CodeSystem"
            )
        {
            self.files.push(File {
                kind,
                url,
                content: content.into(),
            });
        }
        Ok(())
    }
}

/// Definitions lie directly in `package/`; what lies deeper are examples.
fn wanted(path: &str) -> bool {
    path.strip_prefix("package/").is_some_and(|name| {
        !name.contains('/')
            && Path::new(name).extension().is_some_and(|end| end == "json")
            && (name == "package.json"
                || ["StructureDefinition", "ValueSet", "CodeSystem"]
                    .iter()
                    .any(|kind| name.starts_with(kind)))
    })
}

fn unreadable(source: std::io::Error) -> InstallError {
    InstallError::Unreadable {
        what: "the package".to_owned(),
        source,
    }
}
