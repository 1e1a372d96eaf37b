//! Documents of many rows as one run of bytes, so that one parameter carries them all.

use caseway_store::StoreError;
use serde::Serialize;

/// JSON documents, one after the other.
#[derive(Default)]
pub(super) struct Documents(Vec<u8>);

/// The part that one row's document takes: what `substr(bytes, start, length)` gives.
#[derive(Clone, Copy, Default, Serialize)]
pub(super) struct Part {
    /// The first byte, counted from 1.
    start: usize,
    /// How many bytes.
    length: usize,
}

impl Documents {
    /// Adds a document.
    pub(super) fn add<T: Serialize + ?Sized>(&mut self, document: &T) -> Result<Part, StoreError> {
        let before = self.0.len();
        serde_json::to_writer(&mut self.0, document).map_err(|source| StoreError::Refused {
            doing: "writing a document as JSON",
            source: source.into(),
        })?;
        Ok(Part {
            start: before + 1,
            length: self.0.len() - before,
        })
    }

    /// All of them.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}
