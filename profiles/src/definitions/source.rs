//! What definitions are given as, and the files in it.

use std::io::Read;

use caseway_proto::Digest;
use flate2::read::GzDecoder;

use super::InstallError;

/// The most bytes a package may unpack to.
const UNPACKED_BYTES_MAX: u64 = 512 << 20;

/// What definitions are given as.
#[derive(Clone, Debug)]
pub enum Source {
    /// A FHIR package: a gzipped tar file (`.tgz`).
    Package(Vec<u8>),
    /// Files by name: `.json`, `.xml`, and `.ndjson` with one definition a line.
    Files(Vec<(String, Vec<u8>)>),
}

impl Source {
    /// The digest of all that was given.
    pub(super) fn digest(&self) -> Digest {
        match self {
            Self::Package(tgz) => Digest::of(tgz),
            Self::Files(files) => {
                let parts = files.iter();
                let parts: Vec<&[u8]> = parts
                    .flat_map(|(name, content)| [name.as_bytes(), content.as_slice()])
                    .collect();
                Digest::of_parts(&parts)
            }
        }
    }

    /// Gives each file that may hold a definition to `take`.
    pub(super) fn each(
        &self,
        mut take: impl FnMut(&str, &[u8]) -> Result<(), InstallError>,
    ) -> Result<(), InstallError> {
        match self {
            Self::Package(tgz) => unpacked(tgz, take),
            Self::Files(files) => files
                .iter()
                .try_for_each(|(name, content)| take(name, content)),
        }
    }
}

fn unpacked(
    tgz: &[u8],
    mut take: impl FnMut(&str, &[u8]) -> Result<(), InstallError>,
) -> Result<(), InstallError> {
    let unpacked = GzDecoder::new(tgz).take(UNPACKED_BYTES_MAX);
    let mut archive = tar::Archive::new(unpacked);
    for entry in archive.entries().map_err(unreadable)? {
        let mut entry = entry.map_err(unreadable)?;
        let path = entry
            .path()
            .map_err(unreadable)?
            .to_string_lossy()
            .into_owned();
        if let Some(name) = defines(&path) {
            let mut content = Vec::new();
            entry.read_to_end(&mut content).map_err(unreadable)?;
            take(name, &content)?;
        }
    }
    Ok(())
}

/// Definitions lie directly in `package/`; what lies deeper are examples, and what starts
/// with a point or is made for other tools is none.
fn defines(path: &str) -> Option<&str> {
    let name = path.strip_prefix("package/")?;
    let apart = name.contains('/') || name.starts_with('.') || name.ends_with(".openapi.json");
    (!apart).then_some(name)
}

fn unreadable(source: std::io::Error) -> InstallError {
    InstallError::Unreadable {
        what: "the package".to_owned(),
        source,
    }
}
