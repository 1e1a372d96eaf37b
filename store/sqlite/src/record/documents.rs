//! Documents of many rows as one run of bytes, so that one parameter carries them all.

use caseway_store::{StoreError, frames};
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
        serde_json::to_writer(&mut self.0, document).map_err(refused)?;
        Ok(self.since(before))
    }

    /// Adds a document as a zstd frame.
    pub(super) fn add_frame<T: Serialize + ?Sized>(
        &mut self,
        document: &T,
    ) -> Result<Part, StoreError> {
        let before = self.0.len();
        let json = serde_json::to_vec(document).map_err(refused)?;
        self.0.extend(frames::compress(&json).map_err(refused)?);
        Ok(self.since(before))
    }

    fn since(&self, before: usize) -> Part {
        Part {
            start: before + 1,
            length: self.0.len() - before,
        }
    }

    /// All of them.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

fn refused(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> StoreError {
    StoreError::Refused {
        doing: "writing a document",
        source: source.into(),
    }
}
