//! A definition as text, with what it is known by. Text is kept because a tree takes many
//! times its room, and most definitions are read once.

use std::sync::Arc;

use serde_json::Value;

use super::InstallError;

/// A definition that is not looked into before it is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    /// The resource type.
    pub(crate) kind: String,
    /// The canonical URL.
    pub(crate) url: String,
    /// The version; empty where it says none.
    pub(crate) version: String,
    /// The text, in JSON.
    pub(crate) content: Arc<[u8]>,
}

impl Written {
    /// Writes a definition.
    pub(crate) fn of(definition: &Value) -> Result<Self, InstallError> {
        let member = |name: &str| definition[name].as_str().map(str::to_owned);
        Ok(Self {
            kind: member("resourceType").unwrap_or_default(),
            url: member("url").ok_or(InstallError::NoUrl)?,
            version: member("version").unwrap_or_default(),
            content: serde_json::to_vec(definition).unwrap_or_default().into(),
        })
    }

    /// Whether it says how instances are to be; the others say what codes there are.
    pub(crate) fn is_structure(&self) -> bool {
        self.kind == "StructureDefinition"
    }

    /// What it is known by; a ValueSet and a CodeSystem may share a URL.
    pub(super) fn key(&self) -> Box<str> {
        keyed(&self.kind, &self.url)
    }

    /// What it is known by where one asks for its version, which nobody does for terms.
    pub(super) fn versioned_key(&self) -> Option<Box<str>> {
        let told = self.is_structure() && !self.version.is_empty();
        told.then(|| format!("{}|{}", self.url, self.version).into())
    }
}

/// What a definition of that kind and URL is known by.
pub(super) fn keyed(kind: &str, url: &str) -> Box<str> {
    match kind {
        "StructureDefinition" => url.into(),
        _ => format!("{kind} {url}").into(),
    }
}
