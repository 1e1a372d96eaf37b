//! What codes mean: tables that cover every organ, read once.
//!
//! A table is a TSV file beside this module, one header row, `-` for nothing. The
//! column `mark` tells where a row's meaning was seen: V in a published value set,
//! M general knowledge. No table is official, none stands for the whole of its code
//! system, and a code that is in none of them means nothing here: the fact is kept
//! with the code as sent, and linkage does not lean on it.

pub(crate) mod berg;
pub(crate) mod intent;
pub(crate) mod laterality;
pub(crate) mod morphology;
pub(crate) mod observation;
pub(crate) mod organ;
pub(crate) mod procedure;
pub(crate) mod site;
pub(crate) mod treatment;

/// The rows of a table, without its header; short rows do not occur (a test looks).
fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().skip(1).filter_map(|line| {
        let mut cells = line.split('\t');
        let mut row = [""; N];
        for cell in &mut row {
            *cell = cells.next()?;
        }
        Some(row)
    })
}

/// A cell, `None` for `-`.
fn filled(cell: &'static str) -> Option<&'static str> {
    (cell != "-").then_some(cell)
}

#[cfg(test)]
mod tests;
