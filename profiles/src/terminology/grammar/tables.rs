//! The code lists of `codes/` as sets to look codes up in.

use std::collections::HashSet;
use std::sync::LazyLock;

/// ICD-10's codes of neoplasms, C00 to D48.
pub(super) static ICD_10: LazyLock<HashSet<&str>> =
    LazyLock::new(|| first_column(include_str!("../../../codes/icd10.tsv")));

/// ICD-O-3's topography, all of it.
pub(super) static TOPOGRAPHY: LazyLock<HashSet<&str>> =
    LazyLock::new(|| first_column(include_str!("../../../codes/topography.tsv")));

/// ICD-O-3's morphology, four digits without behaviour.
pub(super) static MORPHOLOGY: LazyLock<HashSet<&str>> =
    LazyLock::new(|| first_column(include_str!("../../../codes/morphology.tsv")));

/// Norwegian procedure codes, those of cancer surgery.
pub(super) static PROCEDURES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| first_column(include_str!("../../../codes/procedures.tsv")));

fn first_column(table: &str) -> HashSet<&str> {
    let rows = table.lines().skip(1);
    rows.filter_map(|row| row.split('\t').next()).collect()
}
