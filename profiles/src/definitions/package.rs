//! The definitions of a package, a folder or a file.
//!
//! Reads no more than the kind and the URL of each file in JSON; a file in XML is read
//! whole, into the same tree. Leaves out examples, search parameters and whatever else is
//! no definition the checker runs on.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use caseway_proto::Digest;
use serde::Deserialize;
use serde_json::Value;

use super::{InstallError, KINDS, Source, Written};

/// Reads a definition in XML; why it cannot, where it cannot.
pub(crate) type ReadXml<'r> = dyn Fn(&[u8]) -> Result<Value, String> + 'r;

/// A package that was opened.
#[derive(Debug)]
pub(crate) struct Package {
    /// The name that `package.json` says.
    pub(crate) name: String,
    /// The version that `package.json` says.
    pub(crate) version: String,
    /// The packages that it depends on, with the version of each.
    pub(crate) dependencies: BTreeMap<String, String>,
    /// The definitions.
    pub(crate) files: Vec<Written>,
    /// The digest of the package as given.
    pub(crate) digest: Digest,
}

#[derive(Deserialize)]
struct Opening<'a> {
    #[serde(rename = "resourceType", borrow)]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow)]
    url: Option<Cow<'a, str>>,
    #[serde(borrow)]
    version: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Manifest {
    #[serde(default)]
    name: String,
    #[serde(default)]
    version: String,
    #[serde(default)]
    dependencies: BTreeMap<String, String>,
}

/// Opens what definitions are given as.
pub(crate) fn open(source: &Source, xml: &ReadXml<'_>) -> Result<Package, InstallError> {
    let mut package = Package {
        name: String::new(),
        version: String::new(),
        dependencies: BTreeMap::new(),
        files: Vec::new(),
        digest: source.digest(),
    };
    source.each(|name, content| package.take(name, content, xml))?;
    if package.files.is_empty() {
        return Err(InstallError::EmptyPackage);
    }
    Ok(package)
}

impl Package {
    /// The definitions of a kind, read.
    pub(crate) fn read<'p>(&'p self, kind: &'p str) -> impl Iterator<Item = Value> + 'p {
        let files = self.files.iter().filter(move |file| file.kind == kind);
        files.filter_map(|file| serde_json::from_slice(&file.content).ok())
    }

    fn take(&mut self, name: &str, content: &[u8], xml: &ReadXml<'_>) -> Result<(), InstallError> {
        let path = Path::new(name);
        let refused = |why: String| InstallError::NotADefinition {
            file: name.to_owned(),
            why,
        };
        if path.file_name().is_some_and(|name| name == "package.json") {
            let manifest = serde_json::from_slice::<Manifest>(content);
            let manifest = manifest.map_err(|fault| refused(fault.to_string()))?;
            self.name = manifest.name;
            self.version = manifest.version;
            self.dependencies = manifest.dependencies;
            return Ok(());
        }
        match path.extension().and_then(|end| end.to_str()) {
            Some("json") => self.keep(content).map_err(refused),
            Some("ndjson") => {
                let lines = content.split(|byte| *byte == b'\n');
                let mut lines = lines.filter(|line| !line.trim_ascii().is_empty());
                lines.try_for_each(|line| self.keep(line).map_err(refused))
            }
            Some("xml") if may_define(content) => {
                let definition = xml(content).map_err(refused)?;
                let written = serde_json::to_vec(&definition);
                let written = written.map_err(|fault| refused(fault.to_string()))?;
                self.keep(&written).map_err(refused)
            }
            _ => Ok(()),
        }
    }

    fn keep(&mut self, content: &[u8]) -> Result<(), String> {
        let text = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
        let opening: Opening<'_> =
            serde_json::from_slice(text).map_err(|fault| fault.to_string())?;
        if let (Some(kind), Some(url)) = (opening.kind, opening.url)
            && KINDS.contains(&&*kind)
        {
            self.files.push(Written {
                kind: kind.into_owned(),
                url: url.into_owned(),
                version: opening.version.unwrap_or_default().into_owned(),
                content: text.into(),
            });
        }
        Ok(())
    }
}

/// Whether a file in XML may be a definition: others are not read at all.
fn may_define(content: &[u8]) -> bool {
    let start = &content[..content.len().min(4096)];
    KINDS.iter().any(|kind| {
        let kind = kind.as_bytes();
        start.windows(kind.len()).any(|part| part == kind)
    })
}
