//! From an engine's columns to words: what does not read back names its table, column and row.
//!
//! The rows that read alike in every engine are here too, a file a port.

mod desk;
mod roster;

use std::fmt::Display;

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{StoreError, frames};

pub use desk::{HeldRow, SeenRow};
pub use roster::SenderRow;

/// At most this many bytes of JSON come out of a frame: 256 MiB.
const JSON_BYTES_MAX: usize = 256 << 20;

/// A row that is being read.
#[derive(Clone, Copy, Debug)]
pub struct Row<K> {
    /// Its table.
    pub table: &'static str,
    /// Its key, never a clinical value.
    pub key: K,
}

impl<K: Display> Row<K> {
    /// The value of a column, or that it contradicts the others.
    ///
    /// # Errors
    /// There is none.
    pub fn read<T>(&self, column: &'static str, value: Option<T>) -> Result<T, StoreError> {
        value.ok_or_else(|| StoreError::Inconsistent {
            table: self.table,
            column,
            row: self.key.to_string(),
            why: "the value cannot be read back",
        })
    }

    /// The value of a column that holds JSON.
    ///
    /// # Errors
    /// It does not read back.
    pub fn json<T: DeserializeOwned>(
        &self,
        column: &'static str,
        text: &str,
    ) -> Result<T, StoreError> {
        self.read(column, serde_json::from_str(text).ok())
    }

    /// The value of a column that holds JSON as a zstd frame.
    ///
    /// # Errors
    /// It does not read back.
    pub fn frame<T: DeserializeOwned>(
        &self,
        column: &'static str,
        frame: &[u8],
    ) -> Result<T, StoreError> {
        let json = self.read(column, frames::decompress(frame, JSON_BYTES_MAX).ok())?;
        self.read(column, serde_json::from_slice(&json).ok())
    }

    /// The value of a column that holds microseconds since 1970 UTC.
    ///
    /// # Errors
    /// There is no such moment.
    pub fn time(&self, column: &'static str, micros: i64) -> Result<Timestamp, StoreError> {
        self.read(column, Timestamp::from_microsecond(micros).ok())
    }
}

/// A value as JSON.
///
/// # Errors
/// It cannot be written so.
pub fn json<T: Serialize + ?Sized>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|source| StoreError::Refused {
        doing: "writing a value as JSON",
        source: source.into(),
    })
}
