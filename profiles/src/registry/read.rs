//! Reading a table and the spine from TOML.
//!
//! The text is read into its shape, then cross-checked; all faults found are told
//! together, each with the variable or kind it is about. Where a table refers to the
//! spine, [`together`] checks the two against each other.

use serde::de::DeserializeOwned;
use thiserror::Error;

use super::cross_check;
use super::spine::Spine;
use super::table::Table;

/// What is wrong with a table: every fault that was found.
#[derive(Debug, Error)]
#[error("{}", .0.join("\n"))]
pub struct TableFaults(pub Vec<String>);

/// Reads `registry.toml`.
///
/// # Errors
///
/// Every fault that can be seen without the spine.
pub fn table(text: &str) -> Result<Table, TableFaults> {
    let table: Table = shape(text)?;
    verdict(cross_check::table(&table), table)
}

/// Reads `spine.toml`.
///
/// # Errors
///
/// Every fault in it.
pub fn spine(text: &str) -> Result<Spine, TableFaults> {
    let spine: Spine = shape(text)?;
    verdict(cross_check::spine(&spine), spine)
}

/// Checks a table against the spine it stands on.
///
/// # Errors
///
/// Every fault that is seen only with both at hand.
pub fn together(table: &Table, spine: &Spine) -> Result<(), TableFaults> {
    verdict(cross_check::together(table, spine), ())
}

fn shape<T: DeserializeOwned>(text: &str) -> Result<T, TableFaults> {
    toml::from_str(text).map_err(|fault| TableFaults(vec![fault.to_string()]))
}

fn verdict<T>(faults: Vec<String>, value: T) -> Result<T, TableFaults> {
    if faults.is_empty() {
        Ok(value)
    } else {
        Err(TableFaults(faults))
    }
}

#[cfg(test)]
mod tests;
